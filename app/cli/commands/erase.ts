import { FaxError, type FaxErrorData, toFaxError } from '../../model/errors.ts';
import { type CommandSpec, idOf, readArguments, usageError } from '../arguments.ts';
import { printJson, tell } from '../console.ts';
import { withOffice } from '../office-commands.ts';
import { type Command, exitCodes } from '../run.ts';

const spec = {
  usage: ['fax erase ID…'],
  summary: 'Erases faxes for good: pages, transcripts, proofs and archive copies. A line of the audit list is left.',
  options: {},
} as const satisfies CommandSpec;

/** `fax erase ID…`. Exit 0 only when each was erased. */
export const erase: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    if (positionals.length === 0) throw usageError(spec, 'fax erase takes at least one id.');
    const erased: number[] = [];
    const refused: { readonly id: number; readonly error: FaxErrorData }[] = [];
    await withOffice(console, values, {}, async (office) => {
      for (const id of new Set(positionals.map(idOf))) {
        try {
          await office.request('erase', { id });
          erased.push(id);
        } catch (thrown) {
          const error = toFaxError(thrown);
          // A server that is gone answers the next ones no better.
          if (error.kind === 'unreachable') throw error;
          refused.push({ id, error: error.toData() });
        }
      }
    });
    const [first] = refused;
    if (values.json) await printJson(console, first ? { error: first.error, erased, refused } : { erased });
    else {
      if (erased.length > 0) tell(console, `fax: Erased: ${erased.join(', ')}`);
      for (const { id, error } of refused) tell(console, `fax: ${id}: ${error.message} ${error.next}`);
    }
    return first ? exitCodes[FaxError.fromData(first.error).kind] : 0;
  },
};
