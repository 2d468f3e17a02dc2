import type { TrialOrder } from '../../contract/line-trial.ts';
import { parseFaxNumber } from '../../model/fax-number.ts';
import { type Arguments, type CommandSpec, readArguments, usageError } from '../arguments.ts';
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
  usage: ['fax call LINE --to NUMBER --send FILE…', 'fax call LINE --to NUMBER --poll [--out FILE.tif|FOLDER]'],
  summary: `Makes one call on a line, with no queue and no banner, to try the line out.
${HOW_TRIALS_GO}`,
  options: {
    to: { type: 'string', value: 'NUMBER', help: 'the number to call' },
    send: { type: 'string', multiple: true, value: 'FILE…', help: 'what to send; fax pages (TIFF) go out as they are' },
    poll: { type: 'boolean', help: 'fetch a fax instead of sending one' },
    out: { type: 'string', value: 'PATH', help: 'with --poll: a file .tif, or a folder for a file named by time' },
    sub: { type: 'string', value: 'TEXT', help: 'sub-address (SUB); with --poll which document is wanted (SEP)' },
    password: { type: 'string', value: 'TEXT', help: 'password for the far end (SID; with --poll PWD)' },
    ...trialOptions,
  },
} as const satisfies CommandSpec;

/** `fax call LINE --to N …`: exit 0 only when the T.30 session ended well. */
export const call: Command = {
  spec,
  failureFacts: endWithoutCall,
  async run(argv, console) {
    const given = readArguments(spec, spreadFiles(argv, '--send'));
    const line = theLine(spec, 'fax call', given.positionals);
    return await tryOut(trialAddress(line, given.values), callOrder(given, console), given.values, console);
  },
};

function callOrder({ values }: Arguments<(typeof spec)['options']>, console: Console): TrialOrder {
  if (values.to === undefined) throw usageError(spec, 'There is no number to call: --to is missing.');
  const common = {
    number: parseFaxNumber(values.to),
    ident: stationText('ident', values.ident),
    password: stationText('password', values.password),
    terms: trialTerms(values),
    clock: clockOf(values.clock),
  };
  const sub = stationText('sub', values.sub);
  const files = values.send ?? [];
  if (values.poll) {
    if (files.length > 0)
      throw usageError(spec, 'One call either sends or fetches: --send and --poll exclude each other.');
    const out = values.out === undefined ? null : pathOf(console, values.out);
    return { kind: 'poll', ...common, selector: sub, out };
  }
  if (values.out !== undefined) throw usageError(spec, '--out is for what --poll fetches.');
  if (files.length === 0) throw usageError(spec, 'There is nothing to send: --send FILE is missing.');
  const document = {
    files: files.map((file) => pathOf(console, file)),
    resolution: resolutionOf(values.resolution ?? 'fine'),
  };
  return { kind: 'send', ...common, subAddress: sub, document };
}
