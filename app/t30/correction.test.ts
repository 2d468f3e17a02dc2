import { describe, expect, it } from 'vitest';
import { LineWatch, RTC } from './line-watch.ts';
import { ownCapabilities } from './negotiation.ts';
import { Receiver } from './receiver.ts';
import { runScript, type ScriptOptions } from './script.testing.ts';
import { Sender, type SenderSettings } from './sender.ts';

const fine = { resolution: 'fine', width: 'a4' } as const;

function sending(text: string, settings: Partial<SenderSettings> = {}, options: ScriptOptions = {}) {
  return runScript(new Sender({ localId: '', pages: [fine], firstPage: 0, ecm: true, ...settings }), text, options);
}

const receiving = (text: string, options: ScriptOptions = {}) =>
  runScript(new Receiver({ localId: '', ecm: true }), text, options);

const calling = '> CNG\n< DIS\n> DCS\n> TCF v17-14400\n< CFR\n';
const answering = '> CED\n> DIS\n< DCS\n< TCF\n> CFR\n';

describe('asking for a repetition (CRP)', () => {
  it('a sender says its command again at once when it could not read the answer, and that uses up no try', () => {
    sending(`${calling}
      > block v17-14400 short 0-2
      > PPS-EOP
      < bad MCF
      in 0 0.1 > PPS-EOP
      < bad MCF
      in 0 0.1 > PPS-EOP
      < bad MCF
      in 0 0.1 > PPS-EOP
      < bad MCF
      in 3 4 > PPS-EOP
      < bad MCF
      wait 3
      < MCF
      > DCN
      end ok ok`);
  });

  it('a sender does not ask a far end that it is only calling', () => {
    sending('> CNG\n< bad DIS\nwait 2\n< DIS\n> DCS\n> TCF v17-14400\n< hang up\nend remote-hung-up b-hung-up');
  });

  it('a receiver asks for a command behind a page, and for nothing that a page or a training check may follow', () => {
    receiving(`${answering}< block 0-2\n< bad PPS-EOP:0,0,3\n> CRP\n< PPS-EOP:0,0,3\n> MCF\n< DCN\nend ok ok`);
    receiving(`${answering}< bad DCS\nwait 3\n< block 0-2\n< PPS-EOP:0,0,3\n> MCF\n< DCN\nend ok ok`);
    receiving('> CED\n> DIS\n< bad DCS\n< TCF\nwait 3\n> DIS\n< hang up\nend remote-hung-up b-hung-up');
  });

  it('a receiver asks for a command that comes instead of the next block', () => {
    receiving(`${answering}
      < block 0-2 without 1
      < PPS-EOP:0,0,3
      > PPR:1
      < bad CTC
      > CRP
      < CTC
      > CTR
      < block 1
      < PPS-EOP:0,0,1
      > MCF
      < DCN
      end ok ok`);
  });

  it('a receiver never answers with the word on the page before', () => {
    receiving(`${answering}
      < block 0-2
      < PPS-MPS:0,0,3
      > MCF
      < block 0-2
      < bad PPS-EOP:1,0,3
      > CRP
      < CRP
      > CRP
      < PPS-EOP:1,0,3
      > MCF
      < DCN
      end ok ok`);
  });
});

describe('a block that does not get through at the lowest rate', () => {
  const slow = { ...ownCapabilities({ ecm: true }), modems: { v17: false, v29: false, v27ter: false } };
  const opened = calling.replace('v17-14400', 'v27ter-2400');
  const refused = (command: string) =>
    `> block v27ter-2400 short 0-255\n> ${command}\n< PPR:0\n${`> block v27ter-2400 short 0\n> ${command}\n< PPR:0\n`.repeat(3)}
     > CTC\n< CTR\n> block v27ter-2400 long 0\n> ${command}\n< PPR:0
     ${`> block v27ter-2400 short 0\n> ${command}\n< PPR:0\n`.repeat(3)}`;

  it('is given up in T.4; the page goes on, and does not count', () => {
    const run = sending(
      `${opened}${refused('PPS-NULL')}
      > EOR-NULL
      < RNR
      > RR
      < ERR
      > block v27ter-2400 short 0-1
      > PPS-EOP
      < MCF
      > DCN
      end lost-in-page c-page-damaged`,
      { own: { ...slow, codings: ['mh', 'mr'] } },
      { pageOctets: 65_536 + 500 },
    );
    expect(run.confirmed).toEqual([]);
    expect(run.end).toMatchObject({ pages: 0, unconfirmedPage: null });
  });

  it('ends the call when the far end says nothing to that', () => {
    sending(
      `${opened}${refused('PPS-EOP')}> EOR-EOP\n> EOR-EOP\n> EOR-EOP\n> DCN\nend lost-in-page c-no-reply-to-eor`,
      { own: { ...slow, codings: ['mh', 'mr'] } },
      { pageOctets: 65_536 },
    );
  });

  it('ends the call in T.6, where the rest of the page would be lost with it', () => {
    sending(
      `${opened}${refused('PPS-EOP')}> DCN\nend lost-in-page c-line-too-bad`,
      { own: slow },
      { pageOctets: 65_536 },
    );
  });

  it('leaves the receiver with what came, and with a name for it', () => {
    receiving(`${answering}< EOR-EOP\n> ERR\n< DCN\nend lost-in-page c-page-damaged`);
    const run = receiving(`${answering}
      < block 0-5 without 3
      < PPS-NULL:0,0,6
      > PPR:3
      < EOR-NULL
      > ERR
      < EOR-NULL
      > ERR
      < block 0-1
      < PPS-EOP:0,1,2
      > MCF
      < DCN
      end lost-in-page c-page-damaged`);
    expect(run.stored).toMatchObject([{ complete: false }]);
    expect(run.stored).toHaveLength(1);
  });
});

describe('what the far end says besides', () => {
  it('PID: the page is confirmed, and no more is sent', () => {
    sending(`${calling}> block v17-14400 short 0-2\n> PPS-MPS\n< PID\n> DCN\nend lost-in-page d-far-end-stops`, {
      pages: [fine, fine],
    });
    sending(`${calling}> block v17-14400 short 0-2\n> PPS-EOP\n< PID\n> DCN\nend ok ok`);
  });

  it('a gateway’s TNR and TR change nothing', () => {
    sending(`${calling}> block v17-14400 short 0-2\n> PPS-EOP\n< TR\nwait 3\n< MCF\n> DCN\nend ok ok`);
    receiving(`${answering}< block 0-2\n< TNR\nwait 3\n< PPS-EOP:0,0,3\n> MCF\n< DCN\nend ok ok`);
  });

  it('PRI commands are their plain ones', () => {
    receiving(`${answering}< page 500\n< PRI-MPS\n> MCF\n< page 400\n< PRI-EOP\n> MCF\n< DCN\nend ok ok`, {
      dcs: { ecm: false, coding: 'mh' },
    });
    receiving(`${answering}< block 0-2\n< PPS-PRI-EOP:0,0,3\n> MCF\n< DCN\nend ok ok`);
  });

  it('a page that goes again is told as such', () => {
    const again = (run: ReturnType<typeof sending>) =>
      run.effects.flatMap((effect) => (effect.kind === 'note' && effect.type === 'page' ? [effect.fields.again] : []));
    const twice = `${calling}> page v17-14400 short\n> EOP\n< RTN\n> DCS\n> TCF v17-12000\n< CFR\n> page v17-12000 short\n> EOP\n< MCF\n> DCN\nend ok ok`;
    expect(again(sending(twice, { ecm: false }))).toEqual([undefined, true]);
    const once = `${calling}> page v17-14400 short\n> EOP\n< MCF\n> DCN\nend ok ok`;
    expect(again(sending(once, { ecm: false, resent: true }))).toEqual([true]);
  });

  it('a page that went out and was not confirmed is named at the end', () => {
    const cut = `${calling}> page v17-14400 short\n> MPS\n< hang up\nend lost-in-page d-hung-up`;
    expect(sending(cut, { ecm: false, pages: [fine, fine] }).end?.unconfirmedPage).toBe(0);
    const within = `> CNG\n< DIS\n> DCS\n> TCF v17-14400\nfreeze\n< CFR\n> page v17-14400 short\n< hang up\nend lost-in-page c-hung-up`;
    expect(sending(within, { ecm: false }).end?.unconfirmedPage).toBeNull();
  });
});

describe('a page without ECM', () => {
  const plain: ScriptOptions = { dcs: { ecm: false, coding: 'mh', modulation: 'v27ter-2400' } };

  it('whose lines do not end is refused, and kept if nothing better comes', () => {
    const run = receiving(`${answering}< page 2000\n< EOP\n> RTN\n< DCN\nend page-rejected d-page-unreadable`, plain);
    expect(run.stored).toMatchObject([{ complete: false }]);
    expect(run.stored[0]?.data.length).toBe(2000);
    const better = receiving(
      `${answering}< page 2000\n< EOP\n> RTN\n< DCS\n< TCF\n> CFR\n< page 400\n< EOP\n> MCF\n< DCN\nend ok ok`,
      plain,
    );
    expect(better.stored.map(({ data }) => data.length)).toEqual([400]);
  });

  it('that is no page and does not end ends the call', () => {
    receiving(`${answering}< page 20000 cut\n> DCN\nend lost-in-page c-carrier-stuck`, plain);
  });

  it('that never came is not confirmed by the word on the page before', () => {
    receiving(
      `${answering}< page 400\n< MPS\n> MCF\n< EOP\n> RTN\n< hang up\nend page-rejected d-page-unreadable`,
      plain,
    );
    receiving(
      `${answering}< page 400\n< MPS\n> MCF\nwait 5\n< MPS\n> RTN\n< hang up\nend page-rejected d-page-unreadable`,
      plain,
    );
    receiving(
      `${answering}< page 400\n< MPS\n> MCF\nwait 3\n< MPS\n> MCF\n< page 400\n< EOP\n> MCF\n< DCN\nend ok ok`,
      plain,
    );
  });
});

describe('the watch on lines', () => {
  const EOL = [0x00, 0x10];
  const line = (octets: number) => [...EOL, ...new Array<number>(octets - 2).fill(0x55)];

  it('lets pass a line of 4.9 seconds and no line of 5.1', () => {
    for (const [seconds, overlong] of [
      [4.9, false],
      [5.1, true],
    ] as const) {
      const watch = new LineWatch(9600);
      watch.add(Uint8Array.from([...line(100), ...line(9600 * seconds * 0.125), ...line(100)]));
      expect(watch.overlong).toBe(overlong);
    }
  });

  it('finds line ends at every bit, and across pieces', () => {
    for (let shift = 0; shift < 8; shift++) {
      const bits = `${'1'.repeat(shift + 1)}000000000001${'1'.repeat(64)}`.slice(0, 72);
      const octets = bits.match(/.{8}/g)!.map((each) => Number.parseInt(each, 2));
      const watch = new LineWatch(16);
      for (let i = 0; i < 20; i++) for (const octet of octets) watch.add(Uint8Array.of(octet));
      expect(watch.overlong, `shift ${shift}`).toBe(false);
    }
  });

  it('counts nothing behind the end of the page', () => {
    const watch = new LineWatch(2400);
    watch.add(Uint8Array.from([...line(50), ...Array.from({ length: 6 }, () => [0x00, 0x10]).flat()]));
    watch.add(new Uint8Array(100_000));
    expect([watch.overlong, watch.hopeless]).toEqual([false, false]);
  });

  it('has seen the end of the page also where noise follows in the same piece', () => {
    const watch = new LineWatch(2400);
    watch.add(Uint8Array.from([...line(50), ...RTC, 0, 0, 0, 0xff, 0x55, 0, 0, 0xff]));
    expect(watch.ended).toBe(true);
  });
});
