import { describe, expect, it } from 'vitest';
import { Receiver } from '../receiver.ts';
import { Sender } from '../sender.ts';
import type { Effect, SessionEvent } from '../session.ts';
import type { StationUnderTest } from './call-alone.ts';
import { runAgainst } from './campaign.ts';
import { Coverage } from './coverage.ts';
import { type WatchableMachine, watchable } from './place.ts';
import { ReceivingPromises, SendingPromises } from './promises.ts';

const pages = [
  { resolution: 'fine', width: 'a4' },
  { resolution: 'fine', width: 'a4' },
] as const;

type Handle = (event: SessionEvent) => readonly Effect[];

/** Our own machine with something broken in the way it handles events. */
function broken(machine: WatchableMachine, breakIt: (handle: Handle) => Handle): WatchableMachine {
  const handle = breakIt((event) => machine.handle(event));
  return {
    handle,
    get place() {
      return machine.place;
    },
  };
}

const brokenSender = (breakIt: (handle: Handle) => Handle): StationUnderTest => ({
  name: 'broken sender',
  far: { x: false, fetches: 0, offers: 0 },
  make: () => ({
    machine: broken(watchable(new Sender({ localId: '1', pages, firstPage: 0, ecm: true })), breakIt),
    promises: new SendingPromises(0, pages),
  }),
});

const brokenReceiver = (breakIt: (handle: Handle) => Handle): StationUnderTest => ({
  name: 'broken receiver',
  far: { x: true, fetches: 0, offers: 0 },
  make: () => ({
    machine: broken(watchable(new Receiver({ localId: '2', ecm: true })), breakIt),
    promises: new ReceivingPromises(),
  }),
});

const without =
  (kind: SessionEvent['kind'], wanted: (event: SessionEvent) => boolean = () => true) =>
  (handle: Handle): Handle =>
  (event) =>
    event.kind === kind && wanted(event) ? [] : handle(event);

const machines: readonly (readonly [string, StationUnderTest, RegExp])[] = [
  ['nothing broken (sender)', brokenSender((handle) => handle), /^$/],
  ['nothing broken (receiver)', brokenReceiver((handle) => handle), /^$/],
  [
    'a sender that ignores T4',
    brokenSender(without('timer', (event) => event.kind === 'timer' && event.name === 'T4')),
    /under way|an end within/,
  ],
  ['a receiver that ignores T1', brokenReceiver(without('timer', (e) => e.kind === 'timer' && e.name === 'T1')), /./],
  [
    'a sender that throws at RTN',
    brokenSender((handle) => (event) => {
      if (event.kind === 'heard' && event.heard.kind === 'frame' && event.heard.frame.octets[2] === 0x32)
        throw new Error('RTN is not known');
      return handle(event);
    }),
    /threw.*RTN is not known/s,
  ],
  [
    'a sender that says goodbye twice',
    brokenSender(
      (handle) => (event) =>
        handle(event).flatMap((effect): readonly Effect[] => (effect.kind === 'end' ? [effect, effect] : [effect])),
    ),
    /nothing after the end/,
  ],
  [
    'a sender that does not wait until the last page is written down',
    brokenSender(
      (handle) => (event) =>
        handle(event).flatMap((effect): readonly Effect[] =>
          effect.kind === 'note-last-page' ? handle({ kind: 'noted' }) : [effect],
        ),
    ),
    /written down as sent/,
  ],
  [
    'a sender that confirms every page twice',
    brokenSender(
      (handle) => (event) =>
        handle(event).flatMap((effect): readonly Effect[] => (effect.kind === 'confirm' ? [effect, effect] : [effect])),
    ),
    /confirmed next/,
  ],
  [
    'a receiver that answers before the page is stored',
    brokenReceiver(
      (handle) => (event) =>
        handle(event).flatMap((effect): readonly Effect[] =>
          effect.kind === 'store'
            ? [
                effect,
                ...handle({
                  kind: 'stored',
                  index: effect.page.index,
                  verdict: { rows: 1, badRows: 0, status: 'accept' },
                }),
              ]
            : [effect],
        ),
    ),
    /before it is stored|not stored|at most 0 pages/,
  ],
  [
    'a receiver that says it has one page more',
    brokenReceiver(
      (handle) => (event) =>
        handle(event).map(
          (effect): Effect =>
            effect.kind === 'end' ? { kind: 'end', end: { ...effect.end, pages: effect.end.pages + 1 } } : effect,
        ),
    ),
    /pages stored, not/,
  ],
  [
    'a sender that forgets the silence between carriers',
    brokenSender(
      (handle) => (event) =>
        handle(event).map(
          (effect): Effect =>
            effect.kind === 'transmit'
              ? { kind: 'transmit', steps: effect.steps.filter((step) => step.kind !== 'silence') }
              : effect,
        ),
    ),
    /a silence before each carrier/,
  ],
];

describe('the fuzzer', () => {
  it.each(machines)('judges %s', (_, station, message) => {
    const { failure } = runAgainst(station, { seed: 7, runs: 1_500 });
    expect(failure?.message ?? '').toMatch(message);
  });

  it('plays a failing call again by its seed and path', () => {
    const station = brokenSender(without('timer', (event) => event.kind === 'timer' && event.name === 'T4'));
    const { failure } = runAgainst(station, { seed: 7, runs: 1_500 });
    const again = runAgainst(station, { seed: 7, runs: 1_500, path: failure?.path ?? '' });
    expect(again.failure?.message).toBe(failure?.message);
    expect(again.failure?.call).toEqual(failure?.call);
  });

  it('says where a run has not been, and what the table does not have', () => {
    const coverage = new Coverage();
    coverage.transition('sender calling', 'MCF', 'sender keeping');
    expect(coverage.unknown()).toEqual(['sender calling -MCF-> sender keeping']);
    expect(coverage.missing()).toContain('sender calling -DIS-> sender training');
    expect(coverage.missing()).toContain('receiver storing');
  });
});
