import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDcs, decodeDis, encodeDcs, encodeDis, type SessionParameters } from './dis-dcs.ts';
import { cutIntoBlocks, decodePpr, decodePps, encodePpr, encodePps } from './ecm-blocks.ts';
import { buildFrame, parseFrame } from './frames.ts';
import { decodeIdentification, encodeIdentification } from './identification.ts';
import { commonModulations, type ImageModulation, modulations, rateOf } from './modulations.ts';
import { negotiatePage, ownCapabilities, pageFormatOf, samePageParameters } from './negotiation.ts';
import { fromHex, reverseBits, toHex } from './octets.ts';
import { judgeTrainingCheck, trainingCheck } from './tcf.ts';
import { describeFrame } from './transcript.ts';

const all = ownCapabilities({ ecm: true });

describe('frames from the wire', () => {
  it('reads a DIS seen in the field', () => {
    const frame = parseFrame(fromHex('FF C8 01 20 77 5F 23 01 AB C1 01 01 18'));
    expect(frame).toMatchObject({ name: 'DIS', final: true, x: false });
    expect(decodeDis(frame!.fif)).toEqual({
      canReceive: true,
      hasPollDocument: false,
      modems: { v17: true, v29: true, v27ter: true },
      resolutions: ['standard', 'fine', 'superfine'],
      widths: ['a4', 'b4', 'a3'],
      codings: ['mh', 'mr', 'mmr'],
      ecm: true,
      scanTime: { standard: 0, fine: 0, superfine: 0 },
    });
  });

  it('writes the DCS seen in the field', () => {
    const dcs: SessionParameters = {
      modulation: 'v17-14400',
      resolution: 'fine',
      width: 'a4',
      coding: 'mmr',
      ecm: true,
      frameSize: 256,
      scanTime: 0,
    };
    expect(toHex(buildFrame('DCS', { x: true, final: true, fif: encodeDcs(dcs) }))).toBe('FFC8C100461F22');
    expect(decodeDcs(fromHex('00 46 1F 22'))).toEqual(dcs);
  });

  it('writes an identification as T.30 prints it', () => {
    expect(toHex(encodeIdentification('+0123456789'))).toBe('9C1CEC6CAC2CCC4C8C0CD4040404040404040404');
    expect(decodeIdentification(encodeIdentification('+0123456789'))).toBe('+0123456789');
  });

  it('describes a frame for the transcript', () => {
    expect(describeFrame(fromHex('FF C8 FD F4 00 00 DE'))).toEqual({
      type: 'PPS-EOP',
      hex: 'FFC8FDF40000DE',
      fields: { command: 'EOP', page: 0, block: 0, frames: 124 },
    });
    expect(describeFrame(fromHex('FF C8 C1 00 46 1F 22')).fields).toMatchObject({ rate: 14400, coding: 'mmr' });
    expect(describeFrame(fromHex('FF C8'), true).type).toBe('unknown frame');
    expect(describeFrame(fromHex('FF C8 31'), false).type).toBe('bad frame');
  });

  it('tells DIS from DTC by the X bit, and MCF from neither', () => {
    expect(parseFrame(fromHex('FF C8 81'))?.name).toBe('DTC');
    expect(parseFrame(fromHex('FF C8 B1'))).toMatchObject({ name: 'MCF', x: true });
    expect(parseFrame(fromHex('FF C8 DF'))).toMatchObject({ name: 'DCN', x: true });
    expect(parseFrame(fromHex('FF C0 A3'))).toMatchObject({ name: 'CTR', final: false });
  });
});

describe('information fields', () => {
  const parameters = fc.record({
    modulation: fc.constantFrom(...(Object.keys(modulations) as ImageModulation[])),
    resolution: fc.constantFrom('standard', 'fine', 'superfine'),
    width: fc.constantFrom('a4', 'b4', 'a3'),
    coding: fc.constantFrom('mh', 'mr', 'mmr'),
    ecm: fc.boolean(),
    frameSize: fc.constantFrom(256, 64),
    scanTime: fc.constantFrom(0, 5, 10, 20, 40),
  } as const) as fc.Arbitrary<SessionParameters>;

  it('DCS says what was chosen', () => {
    fc.assert(
      fc.property(parameters, (chosen) => {
        const { ecm } = chosen;
        const said = { ...chosen, frameSize: ecm ? chosen.frameSize : 256, scanTime: ecm ? 0 : chosen.scanTime };
        expect(decodeDcs(encodeDcs(chosen))).toEqual(said);
      }),
    );
  });

  it('DIS says what we can do', () => {
    for (const ecm of [true, false]) {
      const own = ownCapabilities({ ecm });
      expect(decodeDis(encodeDis(own))).toEqual(own);
    }
  });

  it('are read whatever their length and content', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 130 }), (octets) => {
        decodeDis(octets);
        decodeDcs(octets);
        decodePps(octets);
        decodeIdentification(octets);
        const described = describeFrame(octets);
        expect(described.hex).toBe(toHex(octets));
      }),
    );
  });

  it('octets behind the last extend bit do not exist', () => {
    expect(decodeDis(fromHex('00 77 5E 23'))?.ecm).toBe(false);
    expect(decodeDis(fromHex('00 77'))?.canReceive).toBe(true);
    expect(decodeDis(fromHex('00'))).toBeNull();
  });

  it('PPS and PPR carry numbers low bit first', () => {
    expect(toHex(encodePps({ command: 'EOP', page: 1, block: 2, frames: 256 }, true))).toBe('F48040FF');
    expect(decodePps(fromHex('F48040FF'))).toEqual({ command: 'EOP', page: 1, block: 2, frames: 256 });
    expect(decodePpr(encodePpr([0, 7, 8, 255]), 256)).toEqual([0, 7, 8, 255]);
    expect(decodePpr(encodePpr([0, 7, 8, 255]), 8)).toEqual([0, 7]);
    expect(reverseBits(reverseBits(0x51))).toBe(0x51);
  });

  it('a page is cut into frames and blocks without loss', () => {
    const data = Uint8Array.from({ length: 70_001 }, (_, i) => i % 251);
    const blocks = cutIntoBlocks(data, 256);
    expect(blocks.map((block) => block.length)).toEqual([256, 18]);
    expect(Buffer.concat(blocks.flat()).subarray(0, data.length).equals(Buffer.from(data))).toBe(true);
  });
});

describe('negotiation', () => {
  it('takes the tightest coding that both have', () => {
    const page = { resolution: 'fine', width: 'a4' } as const;
    expect(negotiatePage(page, all, all)).toMatchObject({ coding: 'mmr', ecm: true });
    expect(negotiatePage(page, ownCapabilities({ ecm: false }), all)).toMatchObject({ coding: 'mr', ecm: false });
    expect(negotiatePage(page, all, { ...all, codings: ['mh'], ecm: false })).toMatchObject({
      coding: 'mh',
      ecm: false,
    });
    expect(negotiatePage(page, all, { ...all, codings: ['mh', 'mr'] })).toMatchObject({ coding: 'mr', ecm: true });
  });

  it.each([
    ['superfine', ['standard', 'fine', 'superfine'], 'superfine'],
    ['superfine', ['standard', 'fine'], 'fine'],
    ['superfine', ['standard'], 'standard'],
    ['fine', ['standard', 'fine', 'superfine'], 'fine'],
    ['standard', ['standard', 'fine'], 'standard'],
  ] as const)('%s to a far end with %s goes as %s', (resolution, resolutions, expected) => {
    expect(negotiatePage({ resolution, width: 'a4' }, all, { ...all, resolutions }).resolution).toBe(expected);
  });

  it.each([
    ['a3', ['a4', 'b4', 'a3'], 'a3'],
    ['a3', ['a4', 'b4'], 'b4'],
    ['b4', ['a4'], 'a4'],
    ['a4', ['a4', 'b4', 'a3'], 'a4'],
  ] as const)('%s to a far end with %s goes as %s', (width, widths, expected) => {
    expect(negotiatePage({ resolution: 'fine', width }, all, { ...all, widths }).width).toBe(expected);
  });

  it('fills lines to the time that the far end needs, and not with ECM', () => {
    const slow = { ...all, ecm: false, codings: ['mh'] as const, scanTime: { standard: 20, fine: 10, superfine: 5 } };
    const chosen = negotiatePage({ resolution: 'fine', width: 'a4' }, all, slow);
    expect(pageFormatOf({ ...chosen, modulation: 'v17-14400' }).minLineBits).toBe(144);
    expect(pageFormatOf({ ...chosen, modulation: 'v29-9600' }).minLineBits).toBe(96);
    const ecm = negotiatePage({ resolution: 'fine', width: 'a4' }, all, { ...all, scanTime: slow.scanTime });
    expect(pageFormatOf({ ...ecm, modulation: 'v17-14400' }).minLineBits).toBe(0);
  });

  it('needs a new phase B only where the format changes', () => {
    const fine = negotiatePage({ resolution: 'fine', width: 'a4' }, all, all);
    expect(samePageParameters(fine, { ...fine })).toBe(true);
    expect(samePageParameters(fine, { ...fine, resolution: 'standard' })).toBe(false);
    expect(samePageParameters(fine, { ...fine, width: 'b4' })).toBe(false);
  });

  it('tries the rates that both have, best first', () => {
    const v29 = { v17: false, v29: true, v27ter: true };
    expect(commonModulations(all.modems, v29)).toEqual(['v29-9600', 'v29-7200', 'v27ter-4800', 'v27ter-2400']);
    expect(commonModulations(all.modems, { v17: false, v29: false, v27ter: false })).toEqual(['v27ter-2400']);
    expect(commonModulations(all.modems, all.modems).map(rateOf)).toEqual([
      14400, 12000, 9600, 9600, 7200, 7200, 4800, 2400,
    ]);
  });
});

describe('the training check', () => {
  it.each([
    ['v17-14400', 2700],
    ['v29-9600', 1800],
    ['v27ter-2400', 450],
  ] as const)('at %s is %i octets of zeros', (modulation, octets) => {
    expect(trainingCheck(modulation)).toEqual(new Uint8Array(octets));
  });

  it('needs one good second, not the whole, and skips noise at the start', () => {
    const good = trainingCheck('v29-9600');
    expect(judgeTrainingCheck(good, 'v29-9600', false).ok).toBe(true);
    expect(judgeTrainingCheck(good.subarray(0, 1200), 'v29-9600', false).ok).toBe(true);
    expect(judgeTrainingCheck(good.subarray(0, 1199), 'v29-9600', false).ok).toBe(false);
    expect(judgeTrainingCheck(Uint8Array.from([1, 2, 3, ...good.subarray(0, 1200)]), 'v29-9600', false).ok).toBe(true);
    expect(judgeTrainingCheck(new Uint8Array(0), 'v29-9600', true).ok).toBe(false);
  });

  it('lets a few errors pass, more of them with ECM', () => {
    const noisy = trainingCheck('v17-14400').map((_, i) => (i % 30 === 7 ? 4 : 0));
    expect(judgeTrainingCheck(noisy, 'v17-14400', true).ok).toBe(true);
    expect(judgeTrainingCheck(noisy, 'v17-14400', false).ok).toBe(false);
  });
});
