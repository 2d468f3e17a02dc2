import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PollingCaller } from './polling-caller.ts';
import { Receiver } from './receiver.ts';
import { ScriptRun } from './script.testing.ts';
import { Sender } from './sender.ts';
import { TIMES } from './station.ts';

const page = { resolution: 'fine', width: 'a4' } as const;
const newSender = (ecm: boolean): Sender => new Sender({ localId: '1', pages: [page, page], firstPage: 0, ecm });
const newReceiver = (ecm: boolean): Receiver => new Receiver({ localId: '2', ecm });

const newPoller = (): PollingCaller => new PollingCaller({ localId: '3', ecm: true, password: '1' });
const newPolled = (): Receiver => new Receiver({ localId: '4', ecm: true, polled: [page, page] });

const bursts = [
  'CSI DIS',
  'DIS=00',
  'DIS=00 00 00',
  // A document waits, and everything is taken.
  'CSI DIS=00 F7 5F 23 21 AB C0',
  'PWD:1 CIG DTC',
  'TSI DCS',
  'DCS=00 4F',
  'DTC=00 77 5F',
  'CFR',
  'FTT',
  'MCF',
  'RTP',
  'RTN',
  'PIP',
  'PIN',
  'PPR:0,1',
  'PPR=00',
  'RNR',
  'RR',
  'CTC',
  'CTR',
  'ERR',
  'EOR-EOP',
  'EOR-NULL',
  'PID',
  'TR',
  'EOR=55',
  'MPS',
  'EOM',
  'EOP',
  'PRI-EOP',
  'PPS-EOP:0,0,3',
  'PPS-NULL:0,0,256',
  'PPS=99',
  'CRP',
  'FNV',
  'bad MCF',
  'echo EOP',
  'TCF',
  'TCF bad',
  'page 400',
  'block 0-2',
  'block 0-9 without 3',
  'flags',
  'flags on',
  'carrier',
  'CED',
];
const openings: Readonly<Record<string, readonly string[]>> = {
  'a sender with ECM': ['CSI DIS', 'CFR', 'MCF'],
  'a sender without ECM': ['CSI DIS', 'CFR', 'MCF'],
  'a caller that fetches': ['CSI DIS=00 F7 5F 23 21 AB C0', 'TSI DCS', 'TCF', 'block 0-2'],
  'a receiver with a document to fetch': ['CIG DTC', 'CFR', 'MCF'],
};
const lastWords = ['DCN', 'hang up', 'fail'];

/** Lets a far end say things, each a while after the one before, until it has said them all or the call is over. */
function converse(run: ScriptRun, said: Iterable<string>, pause: number): void {
  for (const words of said) {
    if (run.end !== null) return;
    run.ignoreSent();
    run.step(`< ${words}`);
    run.pass(pause);
  }
}

describe.each([
  ['a sender with ECM', () => newSender(true)],
  ['a sender without ECM', () => newSender(false)],
  ['a receiver with ECM', () => newReceiver(true)],
  ['a receiver without ECM', () => newReceiver(false)],
  ['a caller that fetches', newPoller],
  ['a receiver with a document to fetch', newPolled],
])('%s', (name, machine) => {
  it('ends when a far end that talked nonsense falls silent', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...bursts, ...lastWords), { maxLength: 30 }),
        fc.constantFrom(0, 100, 1500, 4000),
        (said, pause) => {
          const run = new ScriptRun(machine(), {});
          converse(run, said, pause);
          run.pass(10 * 60 * 1000);
          expect(run.end).not.toBeNull();
          expect(run.end!.words).not.toBe('');
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(bursts)('ends when the far end says “%s” for ever', (words) => {
    const run = new ScriptRun(machine(), {});
    const times = Math.ceil((TIMES.call * 1.1) / 2600);
    converse(
      run,
      Array.from({ length: times }, () => words),
      2600,
    );
    run.pass(10 * 60 * 1000);
    expect(run.end).not.toBeNull();
  });

  it('ends when the far end goes the normal way and then says one thing for ever', () => {
    const opening = openings[name] ?? ['TSI DCS', 'TCF', 'page 400'];
    for (const words of bursts)
      for (let steps = 1; steps <= opening.length; steps++) {
        const run = new ScriptRun(machine(), {});
        converse(run, opening.slice(0, steps), 0);
        converse(
          run,
          Array.from({ length: 4600 }, () => words),
          2600,
        );
        run.pass(10 * 60 * 1000);
        expect(run.end, words).not.toBeNull();
      }
  });
});
