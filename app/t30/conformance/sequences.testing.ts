import { expect, it } from 'vitest';
import type { PollingCallerSettings } from '../polling-caller.ts';
import type { ReceiverSettings } from '../receiver.ts';
import { runScript, type ScriptOptions, type ScriptRun } from '../script.testing.ts';
import type { SenderSettings } from '../sender.ts';
import type { Station } from '../station.ts';

/** One sequence: its name, why it must be so, and the call as a script (see `script.testing.ts`). */
export interface Sequence<Settings> {
  readonly id: string;
  /** The rule it shows, with its place in T.30. */
  readonly why: string;
  readonly call: string;
  readonly settings?: Settings;
  readonly options?: ScriptOptions;
  /** What must be so when the call is over, besides what the script says. */
  readonly after?: (run: ScriptRun) => void;
}

/** What a sending sequence changes of the sender's settings. */
export type SendingSettings = Partial<SenderSettings>;

/** What a sequence changes of the settings of an end that fetches, or is fetched from. */
export type FetchingSettings = Partial<PollingCallerSettings>;
export type FetchedSettings = Partial<ReceiverSettings>;

/** Runs each sequence as a test of its own; a sequence with the same name twice is a mistake. */
export function conform<Settings>(
  sequences: readonly Sequence<Settings>[],
  machine: (settings: Settings | undefined) => Station,
): void {
  it('names each sequence once', () => {
    const ids = sequences.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
  it.each(sequences)('$id: $why', ({ call, settings, options, after }) => {
    const run = runScript(machine(settings), call, options ?? {});
    expect(run.end, 'the call is over').not.toBeNull();
    after?.(run);
  });
}

/** Names of the bits that the last such frame of the engine said. */
export function bitsSaid(run: ScriptRun, type: 'DIS' | 'DTC' | 'DCS'): readonly string[] {
  return String(run.fieldsSaid(type).bits).split(' ');
}
