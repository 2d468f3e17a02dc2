import { describe, expect, it } from 'vitest';
import { Receiver } from './receiver.ts';
import { runScript, type ScriptOptions, type ScriptRun } from './script.testing.ts';
import { Sender } from './sender.ts';
import { TIMES } from './station.ts';
import { judgeTrainingCheck } from './tcf.ts';

/** Waits and counts, each with its two sides: what is just let pass, and what is not. */

const fine = { resolution: 'fine', width: 'a4' } as const;
const plain: ScriptOptions = { dcs: { ecm: false, coding: 'mh' } };
const sending = (text: string) =>
  runScript(new Sender({ localId: '', pages: [fine], firstPage: 0, ecm: true }), `> CNG\n< DIS\n${text}`);
const trained = '> DCS\n> TCF v17-14400';
const receiving = (text: string, options: ScriptOptions = {}) =>
  runScript(new Receiver({ localId: '', ecm: true }), `> CED\n> DIS\n< DCS\n${text}`, options);
const opened = '< TCF\n> CFR';

describe('on the line', () => {
  it('carriers of ours are kept apart by 75 ms, less 20 at most, and not by more', () => {
    const { effects } = sending(`${trained}\n< CFR\n> block v17-14400 short 0-2\n> PPS-EOP\n< MCF\n> DCN\nend ok ok`);
    const silences = effects
      .flatMap((effect) => (effect.kind === 'transmit' ? effect.steps : []))
      .flatMap((step) => (step.kind === 'silence' ? [step.milliseconds] : []));
    expect(silences).toHaveLength(5);
    for (const silence of silences) {
      expect(silence).toBeGreaterThanOrEqual(55);
      expect(silence).toBeLessThanOrEqual(75);
    }
  });

  it('a frame may take the three seconds that T.30 gives it, behind a second of flags', () => {
    sending(`${trained}\n< flags on\nwait 3.9\n< CFR\n> block v17-14400 short 0-2`);
    sending(`${trained}\n< flags on\nin 3.9 4.1 > DCS`);
  });

  it('four bursts of nothing in one wait are silence, three are not', () => {
    sending(`${trained}\n< flags\n< flags\n< flags\nwait 3\n< CFR\n> block v17-14400 short 0-2`);
    sending(`${trained}\n< flags\n< flags\n< flags\n< flags\nin 0 0.1 > DCS`);
  });

  it('a DCN that does not get out in ten seconds is given up', () => {
    const run = sending(`${trained}\nfreeze\ncancel\n> DCN`);
    const said = run.now;
    run.step('end cancelled cancelled');
    expect(run.now - said).toBeGreaterThanOrEqual(9_500);
    expect(run.now - said).toBeLessThanOrEqual(10_500);
  });

  it('no call lasts longer than three hours', () => {
    const run = receiving(`${opened}\n< block 0-2 without 1\n< PPS-EOP:0,0,3\n> PPR:1`);
    while (run.end === null) {
      run.ignoreSent();
      run.step('< CTC');
      run.pass(5_000);
    }
    expect(run.end.code).toBe('call-too-long');
    expect(run.now / TIMES.call).toBeCloseTo(1, 2);
    expect(TIMES.call).toBe(3 * 3_600_000);
  });
});

describe('a training check', () => {
  it('may last ten seconds before its carrier counts as stuck', () => {
    receiving('< carrier\nwait 9.5\n< silence\n> FTT');
    receiving('< carrier\nin 9.5 10.5 > DCN\nend lost-in-page c-carrier-stuck');
  });

  it.each([
    ['ECM', true, 0.048, 0.052],
    ['no ECM', false, 0.018, 0.022],
  ])('with %s lets a few octets pass, and no more', (_, ecm, good, bad) => {
    for (const [share, ok] of [
      [good, true],
      [bad, false],
    ] as const) {
      const data = new Uint8Array(2700);
      for (let i = 0; i < share * data.length; i++) data[20 + i * 10] = 0x11;
      expect(judgeTrainingCheck(data, 'v17-14400', ecm).ok, String(share)).toBe(ok);
    }
  });
});

describe('a page on its way in', () => {
  it('is stored within a second, or RNR says that we are busy', () => {
    receiving(`${opened}\nstore slow\n< block 0-2\n< PPS-EOP:0,0,3\nin 0.9 1.1 > RNR`);
    receiving(`${opened}\nstore slow\n< block 0-2\n< PPS-EOP:0,0,3\nwait 0.9\nstored\n> MCF`);
  });

  it('lasts an hour at the most', () => {
    const run = receiving(`${opened}\n< carrier`, plain);
    run.pass(59 * 60_000);
    expect(run.end).toBeNull();
    run.pass(2 * 60_000);
    run.step('> DCN');
    run.step('end lost-in-page c-carrier-stuck');
  });

  it('with a line of fifty seconds is refused, and the call goes on', () => {
    receiving(`${opened}\n< page 90000 cut\n< EOP\n> RTN\n< DCS\n< TCF\n> CFR`, plain);
  });

  it.each([
    ['without ECM', '< page 500', '< page 500 cut', 'EOP', '> RTN', plain],
    ['with ECM', '< block 0-2', '< block 0-2 cut', 'PPS-EOP:0,0,3', '> MCF', {}],
  ] as const)('%s may go on behind a drop-out: its command is waited for', (_, whole, cut, command, answer, dcs) => {
    receiving(`${opened}\n${whole}\nin 6 7.1 > DCN\nend lost-in-page d-no-command`, dcs);
    receiving(`${opened}\n${cut}\nwait 36\n< ${command}\n${answer}`, dcs);
    receiving(`${opened}\n${cut}\nin 36 38 > DCN\nend lost-in-page d-no-command`, dcs);
  });
});

describe('a page without ECM that is cut short', () => {
  const again = '< DCS\n< TCF\n> CFR';
  const pages = (run: ScriptRun) => run.stored.map(({ data, complete }) => [data.length, complete]);

  it('without its end is refused once; a sender that sends no end is believed then', () => {
    const run = receiving(
      `${opened}\n< page 500 cut\n< MPS\n> RTN\n${again}
       < page 501 cut\n< MPS\n> MCF\n< page 502 cut\n< EOP\n> MCF\n< DCN\nend ok ok`,
      plain,
    );
    expect(pages(run)).toEqual([
      [501, true],
      [502, true],
    ]);
  });

  it('whose carrier dropped out and came back is refused however often it does', () => {
    const dropped = '< page 500 cut\n< page 300';
    const run = receiving(
      `${opened}\n${`${dropped}\n< EOP\n> RTN\n${again}\n`.repeat(3)}< page 800\n< EOP\n> MCF\n< DCN\nend ok ok`,
      plain,
    );
    expect(pages(run)).toEqual([[800, true]]);
  });

  it('is kept for want of a better one', () => {
    const run = receiving(`${opened}\n< page 500 cut\n< EOP\n> RTN\n< DCN\nend page-rejected d-page-unreadable`, plain);
    expect(pages(run)).toEqual([[500, false]]);
    expect(run.end?.pages).toBe(0);
  });

  it('is whole when a carrier comes up behind its end', () => {
    receiving(`${opened}\n< page 500\n< page 100 cut\n< EOP\n> MCF\n< DCN\nend ok ok`, plain);
  });
});

describe('a block whose carrier drops out and comes back', () => {
  it('goes on where it is', () => {
    const run = receiving(
      `${opened}\n< block 0-1 cut\n< block 3-5\n< PPS-EOP:0,0,6\n> PPR:2\n< block 2\n< PPS-EOP:0,0,1\n> MCF`,
    );
    expect(run.stored[0]?.data.length).toBe(6 * 256);
  });
});

describe('asking for a command again (CRP)', () => {
  it('is done three times; then the far end’s own time counts', () => {
    const asked = '< bad PPS-EOP:0,0,3\n> CRP\n'.repeat(3);
    receiving(`${opened}\n< block 0-2\n${asked}< bad PPS-EOP:0,0,3\nwait 3.4\n< PPS-EOP:0,0,3\n> MCF`);
  });
});
