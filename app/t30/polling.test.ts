import { describe, expect, it } from 'vitest';
import { encodeDis } from './dis-dcs.ts';
import { capabilitiesUnder } from './negotiation.ts';
import { toHex } from './octets.ts';
import { PollingCaller, type PollingCallerSettings } from './polling-caller.ts';
import { Receiver, type ReceiverSettings } from './receiver.ts';
import { runScript, type ScriptOptions } from './script.testing.ts';

const fine = { resolution: 'fine', width: 'a4' } as const;

function fetching(text: string, settings: Partial<PollingCallerSettings> = {}, options: ScriptOptions = {}) {
  return runScript(new PollingCaller({ localId: '5550100', ecm: true, ...settings }), text, options);
}

function offering(text: string, settings: Partial<ReceiverSettings> = {}) {
  return runScript(new Receiver({ localId: '5550101', ecm: true, polled: [fine, fine], ...settings }), text);
}

const capabilities = capabilitiesUnder({ ecm: true });
const dis = (offers: Parameters<typeof encodeDis>[1]) => `DIS=${toHex(encodeDis(capabilities, offers))}`;
const everything = dis({ poll: true, password: true, selector: true, polledSubAddress: true });
const asked = `> CNG\n< CED\n< CSI ${dis({ poll: true })}\n> CIG DTC\n`;

describe('the caller that fetches', () => {
  it('says DTC and receives', () => {
    const run = fetching(`${asked}
      < TSI DCS
      < TCF
      > CFR
      < block 0-2
      < PPS-EOP:0,0,3
      > MCF
      < DCN
      end ok ok`);
    expect(run.end).toMatchObject({ pages: 1, polled: true, remoteId: '5550199' });
    expect(run.stored).toHaveLength(1);
  });

  it('says DTC again behind EOM', () => {
    fetching(`${asked}
      < TSI DCS
      < TCF
      > CFR
      < block 0-2
      < PPS-EOM:0,0,3
      > MCF
      in 5.9 6.5 > CIG DTC
      < DCS
      < TCF
      > CFR
      < block 0-2
      < PPS-EOP:1,0,3
      > MCF
      < DCN
      end ok ok`);
  });

  it('brings password, selector and sub-address, and hides the password in the transcript', () => {
    const run = fetching(
      `> CNG\n< ${everything}\n> PWD SEP PSA CIG DTC\nsaid SEP id=12\nsaid PSA id=34\nsaid PWD hidden=true\n< hang up
      end remote-hung-up b-hung-up`,
      { password: '4711', selector: '12', subAddress: '34' },
    );
    expect(JSON.stringify(run.effects.filter(({ kind }) => kind === 'note'))).not.toContain('4711');
  });

  it.each([
    ['nothing is offered', dis({}), {}, 'incompatible b-nothing-to-fetch'],
    ['a password cannot be taken', dis({ poll: true }), { password: '1' }, 'password b-password-not-taken'],
    ['no document can be named', dis({ poll: true }), { selector: '1' }, 'incompatible b-selector-not-taken'],
  ])('goes where %s', (_, answer, settings, end) => {
    fetching(`> CNG\n< ${answer}\n> DCN\nend ${end}`, settings);
  });

  it('says DTC three times', () => {
    fetching(
      `${asked}in 3 4 > CIG DTC\n< ${dis({ poll: true })}\n> CIG DTC\n> DCN\nend training-failed b-no-reply-to-dtc`,
    );
  });

  it('hears nobody: T1, not a fax', () => {
    fetching('> CNG\n> CNG\n> DCN\nend not-fax b-no-fax-heard');
  });

  it('tells a refused password from a refused poll', () => {
    fetching(`${asked}< DCN\nend incompatible b-poll-dcn`);
    fetching(`> CNG\n< ${everything}\n> PWD CIG DTC\n< DCN\nend password b-password-refused`, { password: '1' });
  });

  it('does not take its own DTC, come back as an echo, for anything', () => {
    fetching(`${asked}< echo CIG DTC\nwait 3\n< DCS\n< TCF\n> CFR\n< hang up\nend lost-in-page c-hung-up`);
  });
});

describe('the answering end that is fetched from', () => {
  const sent = `
    > TSI DCS
    > TCF v17-14400
    < CFR
    > block v17-14400 short 0-2
    > PPS-MPS
    < MCF
    > block v17-14400 short 0-2
    > PPS-EOP
    < MCF
    > DCN
    end ok ok`;

  it('sends to whoever says DTC', () => {
    const run = offering(`> CED\n> CSI DIS\nsaid DIS poll=true\n< CIG DTC${sent}`);
    expect(run.end).toMatchObject({ pages: 2, polled: true, remoteId: '5550199' });
    expect(run.confirmed).toEqual([0, 1]);
  });

  it('receives from whoever says DCS', () => {
    const run = offering(
      '> CED\n> CSI DIS\n< TSI DCS\n< TCF\n> CFR\n< block 0-2\n< PPS-EOP:0,0,3\n> MCF\n< DCN\nend ok ok',
    );
    expect(run.end).toMatchObject({ pages: 1, polled: false });
  });

  it('takes DTC again when its DCS was not heard', () => {
    offering(`> CED\n> CSI DIS\n< CIG DTC\n> TSI DCS\n> TCF v17-14400\n< CIG DTC${sent}`);
  });

  it('wants the password', () => {
    const settings = { expectPassword: '4711' };
    offering(`> CED\n> CSI DIS\n< PWD:4711 CIG DTC${sent}`, settings);
    offering('> CED\n> CSI DIS\n< PWD:4712 CIG DTC\n> DCN\nend password b-password-wrong', settings);
    offering('> CED\n> CSI DIS\n< CIG DTC\n> DCN\nend password b-password-wrong', settings);
    offering(`> CED\n> CSI DIS\n< !PWD:4711 CIG DTC\n> CSI DIS\n< PWD:4711 DTC${sent}`, settings);
  });

  it('wants the right name where its document has one', () => {
    offering(`> CED\n> CSI DIS\n< SEP:12 DTC${sent}`, { polledSelector: '12' });
    offering(`> CED\n> CSI DIS\n< DTC${sent}`, { polledSelector: '12' });
    offering('> CED\n> CSI DIS\n< SEP:13 DTC\n> DCN\nend incompatible b-selector-wrong', { polledSelector: '12' });
  });

  it('negotiates again on the DTC behind EOM', () => {
    offering(
      `> CED\n> CSI DIS\n< DTC
      > TSI DCS
      > TCF v17-14400
      < CFR
      > block v17-14400 short 0-2
      > PPS-EOM
      < MCF
      wait 6
      < DTC${sent.replace(/> block[\s\S]*?< MCF\n/, '')}`,
      { polled: [fine, { ...fine, resolution: 'standard' }] },
    );
  });

  it('is uncertain when the last page is not confirmed', () => {
    offering(
      `> CED\n> CSI DIS\n< DTC\n> TSI DCS\n> TCF v17-14400\n< CFR\n> block v17-14400 short 0-2\n> PPS-EOP\n< hang up
      end uncertain d-hung-up-after-eop`,
      { polled: [fine] },
    );
  });

  it('does not break down over a DTC without content', () => {
    offering('> CED\n> CSI DIS\n< DTC=00\n> DCN\nend incompatible b-polling-refused');
  });
});
