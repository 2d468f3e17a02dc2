import { describe, expect, it } from 'vitest';
import { PollingCaller } from './polling-caller.ts';
import { Receiver } from './receiver.ts';
import { runScript, type ScriptOptions } from './script.testing.ts';
import { Sender } from './sender.ts';
import type { Station } from './station.ts';

/** How a call ends by where a station is: the far end goes or says DCN, the line breaks, the user cancels. */

const fine = { resolution: 'fine', width: 'a4' } as const;

/** A place, the way to it, and the codes there: `hang up`, `DCN`, `fail`, `cancel`. */
type Row = readonly [place: string, script: string, hangUp: string, dcn: string, fail: string, cancel: string];

const said: Readonly<Record<string, string>> = {
  'hang up': '< hang up',
  DCN: '< DCN',
  fail: '< fail',
  cancel: 'cancel',
};

function checkEnds(machine: () => Station, options: ScriptOptions, rows: readonly Row[]): void {
  it.each(rows)('%s', (_, script, ...codes) => {
    for (const [i, way] of Object.keys(said).entries()) {
      const run = runScript(machine(), `${script}\n${said[way]}`, options);
      run.ignoreSent();
      // What was said to the far end is of no matter here, nor is what it may still say.
      run.pass(60_000);
      expect(run.end?.code, way).toBe(codes[i]);
    }
  });
}

describe('a sender of two pages with ECM', () => {
  const training = '> CNG\n< DIS\n> DCS\n> TCF v17-14400';
  const first = `${training}\n< CFR\n> block v17-14400 short 0-2\n> PPS-MPS`;
  const last = `${first}\n< MCF\n> block v17-14400 short 0-2\n> PPS-EOP`;
  const doubt = 'd-hung-up-after-eop';
  checkEnds(() => new Sender({ localId: '', pages: [fine, fine], firstPage: 0, ecm: true }), {}, [
    ['calling', '> CNG', 'b-hung-up', 'b-dcn', 'line-failed', 'cancelled'],
    ['training', training, 'b-hung-up', 'b-dcn', 'line-failed', 'cancelled'],
    [
      'a page on the line',
      `${training}\nfreeze\n< CFR\n> block v17-14400 short 0-2`,
      ...(['c-hung-up', 'c-dcn', 'line-failed', 'cancelled'] as const),
    ],
    ['a page before the last not confirmed', first, 'd-hung-up', 'd-dcn', 'line-failed', 'cancelled'],
    ['it is busy with that page', `${first}\n< RNR\n> RR`, 'd-hung-up', 'd-dcn', 'line-failed', 'cancelled'],
    ['the last page not confirmed', last, doubt, 'd-dcn-after-eop', doubt, doubt],
    ['it is busy with the last page', `${last}\n< RNR\n> RR`, doubt, 'd-dcn-after-eop', doubt, doubt],
    [
      'the last page is wanted again in part',
      `${last}\nfreeze\n< PPR:1\n> block v17-14400 short 1`,
      ...(['c-hung-up', 'c-dcn', 'line-failed', 'cancelled'] as const),
    ],
    [
      'the last page was refused',
      `${last}\nfreeze\n< RTN\n> DCS\n> TCF v17-12000`,
      ...(['d-hung-up', 'd-dcn', 'line-failed', 'cancelled'] as const),
    ],
    ['the last page confirmed', `${last}\nfreeze\n< MCF\n> DCN`, 'ok', 'ok', 'ok', 'ok'],
  ]);
});

describe('a receiver with ECM', () => {
  const opened = '> CED\n> DIS\n< DCS\n< TCF\n> CFR';
  const broken = ['line-failed', 'cancelled'] as const;
  checkEnds(() => new Receiver({ localId: '', ecm: true }), {}, [
    ['identifying', '> CED\n> DIS', 'b-hung-up', 'b-dcn', ...broken],
    ['training', '> CED\n> DIS\n< DCS', 'b-hung-up', 'b-dcn', ...broken],
    ['training again', '> CED\n> DIS\n< DCS\n< TCF bad\n> FTT', 'b-hung-up', 'b-dcn', ...broken],
    ['a page awaited', opened, 'c-hung-up', 'c-dcn', ...broken],
    ['its command awaited', `${opened}\n< block 0-2`, 'd-hung-up', 'd-dcn', ...broken],
    ['storing', `${opened}\nstore slow\n< block 0-2\n< PPS-EOP:0,0,3`, 'd-hung-up', 'd-dcn', ...broken],
    ['the next page awaited', `${opened}\n< block 0-2\n< PPS-MPS:0,0,3\n> MCF`, 'c-hung-up', 'c-dcn', ...broken],
    ['behind EOM', `${opened}\n< block 0-2\n< PPS-EOM:0,0,3\n> MCF`, 'd-hung-up', 'd-dcn', ...broken],
    [
      'the last page being confirmed',
      `${opened}\nstore slow\n< block 0-2\n< PPS-EOP:0,0,3\nfreeze\nstored\n> MCF`,
      ...(['ok', 'ok', 'ok', 'ok'] as const),
    ],
    ['the last page confirmed', `${opened}\n< block 0-2\n< PPS-EOP:0,0,3\n> MCF`, 'ok', 'ok', 'ok', 'ok'],
    [
      'the last page given up in part',
      `${opened}\n< block 0-2 without 1\n< PPS-EOP:0,0,3\n> PPR:1\n< EOR-EOP\n> ERR`,
      ...(['c-page-damaged', 'c-page-damaged', 'c-page-damaged', 'c-page-damaged'] as const),
    ],
  ]);
});

describe('a receiver without ECM', () => {
  const opened = '> CED\n> DIS\n< DCS\n< TCF\n> CFR';
  checkEnds(() => new Receiver({ localId: '', ecm: true }), { dcs: { ecm: false, coding: 'mh' } }, [
    [
      'a page refused',
      `${opened}\nverdict reject\n< page 50\n< EOP\n> RTN`,
      ...(['d-page-unreadable', 'd-page-unreadable', 'line-failed', 'cancelled'] as const),
    ],
    ['the last page confirmed', `${opened}\n< page 50\n< EOP\n> MCF`, 'ok', 'ok', 'ok', 'ok'],
  ]);
});

describe('a caller that fetches', () => {
  checkEnds(() => new PollingCaller({ localId: '', ecm: true }), {}, [
    ['calling', '> CNG', 'b-hung-up', 'b-dcn', 'line-failed', 'cancelled'],
    [
      'its request is out',
      '> CNG\n< DIS=00 F7 5F 23 21 AB C0\n> DTC',
      ...(['b-hung-up', 'b-poll-dcn', 'line-failed', 'cancelled'] as const),
    ],
  ]);
});
