import type { TrialOrder } from '../../contract/line-trial.ts';
import { FaxError } from '../../model/errors.ts';
import { type Arguments, type CommandSpec, countOf, readArguments } from '../arguments.ts';
import type { Console } from '../console.ts';
import { pathOf } from '../office-commands.ts';
import type { Command } from '../run.ts';
import {
  clockOf,
  HOW_TRIALS_GO,
  resolutionOf,
  spreadFiles,
  stationText,
  theLine,
  trialAddress,
  trialOptions,
  trialTerms,
} from '../trial-options.ts';
import { endWithoutCall, tryOut } from '../try-out.ts';

const spec = {
  usage: ['fax answer LINE [--out FILE.tif|FOLDER] [--polled FILE…]'],
  summary: `Waits for one call on a line and answers it, with no queue, to try the line out.
${HOW_TRIALS_GO}`,
  options: {
    out: {
      type: 'string',
      value: 'PATH',
      help: 'a file .tif, or a folder for a file named by time (pages are not kept)',
    },
    polled: { type: 'string', multiple: true, value: 'FILE…', help: 'a document that the caller may fetch' },
    'expect-password': { type: 'string', value: 'TEXT', help: 'refuse callers that do not bring this password' },
    rings: { type: 'string', value: 'N', help: 'answer at this ring (1)' },
    timeout: { type: 'string', value: 'SECONDS', help: 'give up when nobody has called for so long (never)' },
    ...trialOptions,
  },
} as const satisfies CommandSpec;

/** `fax answer LINE …`: exit 0 only when the T.30 session ended well. */
export const answer: Command = {
  spec,
  failureFacts: endWithoutCall,
  async run(argv, console) {
    const given = readArguments(spec, spreadFiles(argv, '--polled'));
    const line = theLine(spec, 'fax answer', given.positionals);
    return await tryOut(trialAddress(line, given.values), answerOrder(given, console), given.values, console);
  },
};

function answerOrder({ values }: Arguments<(typeof spec)['options']>, console: Console): TrialOrder {
  const files = values.polled?.map((file) => pathOf(console, file)) ?? [];
  return {
    kind: 'answer',
    out: values.out === undefined ? null : pathOf(console, values.out),
    polled: files.length === 0 ? null : { files, resolution: resolutionOf(values.resolution ?? 'fine') },
    ident: stationText('ident', values.ident),
    expectPassword: stationText('expect-password', values['expect-password']),
    rings: countOf('rings', values.rings ?? '1', 99),
    timeout: values.timeout === undefined ? null : milliseconds(values.timeout),
    terms: trialTerms(values),
    clock: clockOf(values.clock),
  };
}

function milliseconds(text: string): number {
  const seconds = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (seconds > 0 && seconds <= 604_800) return seconds * 1000;
  throw new FaxError('ARGUMENT_INVALID', {
    message: `--timeout cannot be “${text.slice(0, 40)}”.`,
    next: 'Use seconds, at most 604800 (a week).',
  });
}
