import { describe, expect, it } from 'vitest';
import { namedBits, unknownBits } from './dis-bits.ts';
import { decodeDis, decodeServices, encodeDis } from './dis-dcs.ts';
import { capabilitiesUnder, negotiatePage, pageFormatOf } from './negotiation.ts';
import { fromHex, toHex } from './octets.ts';
import { callEndOf, callEnds } from './outcomes.ts';
import { Receiver, type ReceiverSettings } from './receiver.ts';
import { runScript, type ScriptOptions } from './script.testing.ts';
import { Sender, type SenderSettings } from './sender.ts';
import { describeFrame } from './transcript.ts';

const fine = { resolution: 'fine', width: 'a4' } as const;
const capabilities = capabilitiesUnder({ ecm: true });
const takesBoth = `DIS=${toHex(encodeDis(capabilities, { subAddress: true, password: true }))}`;

function sending(text: string, settings: Partial<SenderSettings> = {}, options: ScriptOptions = {}) {
  return runScript(
    new Sender({ localId: '5550100', pages: [fine], firstPage: 0, ecm: true, ...settings }),
    text,
    options,
  );
}

function receiving(text: string, settings: Partial<ReceiverSettings> = {}, options: ScriptOptions = {}) {
  return runScript(new Receiver({ localId: '5550101', ecm: true, ...settings }), text, options);
}

const page = '> block v17-14400 short 0-2\n> PPS-EOP\n< MCF\n> DCN\nend ok ok';

describe('sub-address and password of a sender', () => {
  it('go where the far end takes them', () => {
    sending(
      `> CNG\n< ${takesBoth}\n> SUB SID TSI DCS\nsaid SUB id=12\nsaid SID hidden=true\n> TCF v17-14400\n< CFR\n${page}`,
      { subAddress: '12', password: '4711' },
    );
  });

  it('the sub-address is left out where the far end takes none, and the transcript says so', () => {
    const run = sending(`> CNG\n< DIS\n> TSI DCS\n> TCF v17-14400\n< CFR\n${page}`, { subAddress: '12' });
    expect(run.effects).toContainEqual(expect.objectContaining({ kind: 'note', type: 'SUB' }));
  });

  it('a far end that takes no password is sent nothing', () => {
    sending('> CNG\n< DIS\n> DCN\nend password b-password-not-taken', { password: '4711' });
  });

  it('a far end that goes on hearing the password has refused it', () => {
    const settings = { password: '4711' };
    const opened = `> CNG\n< ${takesBoth}\n> SID TSI DCS\n> TCF v17-14400\n`;
    sending(`${opened}< DCN\nend password b-password-refused`, settings);
    sending(`${opened}< FNV=10\n> DCN\nend password b-password-refused`, settings);
    sending(`${opened}< FNV=20\n> DCN\nend incompatible b-field-refused`, settings);
    sending(`${opened}< FNV\n> SID TSI DCS\n> TCF v17-14400\n< CFR\n${page}`, settings);
  });
});

describe('sub-address and password of a caller', () => {
  it('are taken', () => {
    const run = receiving(
      '> CED\n> CSI DIS\n< SUB:12 SID:4711 TSI DCS\n< TCF\n> CFR\n< block 0-2\n< PPS-EOP:0,0,3\n> MCF\n< DCN\nend ok ok',
      { expectPassword: '4711' },
    );
    expect(run.end).toMatchObject({ subAddress: '12', remoteId: '5550199' });
  });

  it('a wrong password, or none, is told DCN', () => {
    const settings = { expectPassword: '4711' };
    receiving('> CED\n> CSI DIS\n< SID:4712 DCS\n> DCN\nend password b-password-wrong', settings);
    receiving('> CED\n> CSI DIS\n< TSI DCS\n> DCN\nend password b-password-wrong', settings);
  });

  it('the password is asked for once in a call', () => {
    receiving(
      '> CED\n> CSI DIS\n< SID:4711 DCS\n< TCF bad\n> FTT\n< DCS\n< TCF\n> CFR\n< hang up\nend lost-in-page c-hung-up',
      { expectPassword: '4711' },
    );
  });

  it('DCN waits until the training check is over: nobody would hear it before', () => {
    const refused = '> CED\n> CSI DIS\n< SID:4712 DCS\nwait 2\n< TCF\nin 0 0.1 > DCN\nend password b-password-wrong';
    receiving(refused, { expectPassword: '4711' });
    receiving('> CED\n> CSI DIS\n< DCS\nin 4 5 > DCN\nend password b-password-wrong', { expectPassword: '4711' });
    receiving('> CED\n> CSI DIS\n< DCS=00 48 00\nwait 2\n< TCF\nin 0 0.1 > DCN\nend incompatible b-dcs-refused');
  });

  it('a sub-address that was announced and came damaged is waited for', () => {
    const dcs = 'DCS=00 46 1F 23 01 01 80';
    const run = receiving(
      `> CED\n> CSI DIS\n< !SUB:12 TSI ${dcs}\n< TCF\n> CSI DIS\n< SUB:12 TSI ${dcs}\n< TCF\n> CFR\n< hang up
      end lost-in-page c-hung-up`,
    );
    expect(run.end?.subAddress).toBe('12');
  });
});

describe('fields of any length', () => {
  it('bits that nobody knows are kept and ignored', () => {
    const fif = fromHex('00 77 5F 23 01 AB C1 01 01 19 01 01 01 01 01 01 15 40');
    expect(decodeDis(fif)).toMatchObject({ canReceive: true, ecm: true });
    expect(unknownBits(fif)).toEqual([132, 134, 138]);
    expect(decodeServices(fif)).toMatchObject({ unknownBits: [132, 134, 138], subAddress: true, password: true });
  });

  it('known bits have their names in the transcript', () => {
    const { fields } = describeFrame(fromHex('FF C8 01 20 77 5F 23 01 AB C1 01 01 18'));
    expect(fields.bits).toBe('t38 fine mr ecm mmr superfine 400x400 metric-preferred sep sub pwd letter legal');
    expect(fields.unknownBits).toBeUndefined();
    expect(namedBits(fromHex('00 46 1F 22'), 'DCS')).toEqual(['fine', 'ecm', 'mmr']);
  });

  it('V.33 is named and not used', () => {
    expect(describeFrame(fromHex('FF C8 01 00 78 00')).fields.modem).toBe('V.27ter, V.29, V.33');
    expect(decodeDis(fromHex('00 78 00'))?.modems).toEqual({ v17: false, v29: true, v27ter: true });
    expect(describeFrame(fromHex('FF C8 C1 00 48 00')).fields.modulation).toBe('v33-14400');
    receiving('> CED\n> CSI DIS\n< DCS=00 48 00\n> DCN\nend incompatible b-dcs-refused');
  });

  it('a DCS for an image that nobody offered is refused', () => {
    receiving('> CED\n> CSI DIS\n< DCS=00 46 1F 23 01 40\n> DCN\nend incompatible b-dcs-refused');
  });

  it('the length of the paper is not promised longer than the far end has it', () => {
    const length = (fif: Uint8Array) => decodeServices(fif).length;
    expect(['00 76 00', '00 76 10', '00 76 20'].map((hex) => length(fromHex(hex)))).toEqual(['a4', 'unlimited', 'b4']);
    const run = sending('> CNG\n< DIS=00 76 00\n> TSI DCS\n> TCF v17-14400\n< hang up\nend remote-hung-up b-hung-up');
    const burst = run.effects.find((effect) => effect.kind === 'transmit' && effect.steps.length > 2);
    const dcs = burst?.kind === 'transmit' && burst.steps[1]?.kind === 'frames' ? burst.steps[1].frames.at(-1)! : null;
    expect(length(dcs!.subarray(3))).toBe('a4');
  });
});

describe('the terms of a call', () => {
  it('narrow what this end can do', () => {
    const own = capabilitiesUnder({ ecm: true, codings: ['mr'], modems: ['v29'], finest: 'fine', scanTime: 20 });
    expect(own).toMatchObject({
      codings: ['mh', 'mr'],
      modems: { v17: false, v29: true, v27ter: false },
      resolutions: ['standard', 'fine'],
      scanTime: { standard: 20, fine: 20, superfine: 20 },
    });
    expect(decodeDis(encodeDis(own))).toEqual(own);
    expect(capabilitiesUnder({ ecm: false, codings: ['mmr'] }).codings).toEqual(['mh']);
  });

  it('choose the rate, the coding and the frame size of a sender', () => {
    sending(
      `> CNG\n< DIS\n> TSI DCS\nsaid DCS rate=9600 coding=mr frameSize=64 resolution=standard\n> TCF v29-9600\n< CFR
      > block v29-9600 short 0-9
      > PPS-EOP
      < PPR:3
      > block v29-9600 short 3
      > PPS-EOP
      < MCF
      > DCN
      end ok ok`,
      { codings: ['mr'], modems: ['v29'], finest: 'standard', frameSize: 64 },
    );
  });

  it('pages are asked for as the far end can take them, filled to its scan time at the resolution that goes', () => {
    const slow = { ...capabilities, ecm: false, scanTime: { standard: 20, fine: 10, superfine: 5 } };
    const formatFor = (resolution: 'standard' | 'fine' | 'superfine', theirs = slow) => {
      const chosen = negotiatePage({ resolution, width: 'b4' }, capabilities, theirs);
      return pageFormatOf({ ...chosen, modulation: 'v29-9600' });
    };
    expect(formatFor('standard').minLineBits).toBe(192);
    expect(formatFor('fine').minLineBits).toBe(96);
    expect(formatFor('superfine')).toMatchObject({ minLineBits: 48, resolution: 'superfine', width: 'b4' });
    const fineOnly = { ...slow, resolutions: ['standard', 'fine'], widths: ['a4'] } as const;
    expect(formatFor('superfine', fineOnly)).toMatchObject({ minLineBits: 96, resolution: 'fine', width: 'a4' });
    // Bit 46: half the time of fine.
    const half = decodeDis(fromHex('00 72 05 01 01 85 04'));
    expect(half?.scanTime).toMatchObject({ superfine: (half?.scanTime.fine ?? 0) / 2 });
  });
});

describe('the list of ends', () => {
  it('names who failed, what to do, and whether to try again', () => {
    for (const [code, end] of Object.entries(callEnds)) {
      expect(end.words, code).toMatch(/\.$/);
      if (code === 'ok') continue;
      expect(end.next, code).toMatch(/\.$/);
      expect(end.who, code).not.toBeNull();
      const phase = /^([a-d])-/.exec(code)?.[1]?.toUpperCase() ?? null;
      expect(end.phase, code).toBe(phase);
    }
  });

  it('names the end of which the sentence says that it hung up, and the line where the call was cut', () => {
    for (const [code, { who, words }] of Object.entries(callEnds)) {
      if (/^The (far end|caller) (had hung up|hung up|ended the call)/.test(words)) expect(who, code).toBe('theirs');
      if (/^The call was cut/.test(words)) expect(who, code).toBe('line');
    }
  });

  it('asks a person where the last page is in doubt, and nowhere else', () => {
    for (const { outcome, retry } of Object.values(callEnds)) expect(retry === 'ask').toBe(outcome === 'uncertain');
    expect(callEndOf('d-no-reply-to-eop')?.retry).toBe('ask');
    expect(callEndOf('toString')).toBeNull();
  });
});
