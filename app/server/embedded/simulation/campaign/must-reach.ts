import { finalStates, type JobState } from '../../../../model/job.ts';
import { stepNames } from '../../steps.ts';
import type { Tally } from './tally.ts';
import { breakPlaces, refusals } from './telephone-network.ts';

/** States in which a job is seen by clients; `preparing` passes before anyone is told of the job. */
const states: readonly JobState[] = [
  'waiting',
  'paused',
  'dialing',
  'sending',
  'retrying',
  'receiving',
  'routing',
  ...finalStates,
];

const faults = [
  'power cut',
  'killed',
  'stopped',
  'death at a store write',
  'death at a file change',
  'death at a step',
  'death at any time',
  'death while starting',
  'store disk full',
  'files disk full',
  'both disk full',
  'store write errors',
  'files write errors',
  'both write errors',
  'clock set back',
  'clock set forward',
  'line offline',
  'line out-of-service',
  'low disk',
  'mail fails',
  'mail-answer fails',
];

/** What a campaign must have met, and has not. */
export function missing(tally: Tally): string[] {
  const wanted: readonly (readonly [kind: string, names: readonly string[]])[] = [
    ['fault', faults],
    ['step', stepNames],
    [
      'call out',
      ['works', 'page rejected', ...breakPlaces.map((place) => `breaks ${place}`), ...Object.keys(refusals)],
    ],
    ['call out', ['several faxes in one']],
    ['routing', ['folder done', 'email done', 'print done', 'program done']],
    ['receipt', ['sent']],
    ['archive', ['filed']],
    ['asked', ['broadcast', 'submit repeated', 'submit not answered', 'submit discount', 'submit time', 'erase']],
    ['refused', ['submit: NUMBER_BLOCKED', 'submit: QUEUE_BLOCKED', 'submit: DISK_FULL', 'submit: WRITE_FAILED']],
    ['call in', ['works', 'answered', ...breakPlaces.map((place) => `breaks ${place}`)]],
  ];
  const seen = (state: JobState) => tally.some('state', (name) => name === state || name.startsWith(`${state} (`));
  return [
    ...wanted.flatMap(([kind, names]) =>
      names.filter((name) => tally.of(kind, name) === 0).map((name) => `${kind} ${name}`),
    ),
    ...states.filter((state) => !seen(state)).map((state) => `state ${state}`),
  ];
}
