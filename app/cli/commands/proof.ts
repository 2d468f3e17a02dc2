import { extname } from 'node:path';
import { FaxError } from '../../model/errors.ts';
import { type CommandSpec, idOf, readArguments, usageError } from '../arguments.ts';
import { printJson, tell } from '../console.ts';
import { pathOf, withOffice } from '../office-commands.ts';
import type { Command } from '../run.ts';

const spec = {
  usage: ['fax proof ID FILE.pdf'],
  summary: 'Writes the proof of a fax that has ended: outcome, numbers, times, transcript and pages.',
  options: {},
} as const satisfies CommandSpec;

/** `fax proof ID FILE`. */
export const proof: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    const [word, file, ...more] = positionals;
    if (word === undefined || file === undefined || more.length > 0)
      throw usageError(spec, 'fax proof takes an id and a file.');
    const id = idOf(word);
    if (extname(file).toLowerCase() !== '.pdf')
      throw new FaxError('ARGUMENT_INVALID', {
        message: `A proof is a PDF, and “${file.slice(-60)}” is no name for one.`,
        next: 'End it in .pdf.',
      });
    const input = { id, path: pathOf(console, file) };
    const written = await withOffice(console, values, {}, (office) => office.request('proof', input));
    if (values.json) await printJson(console, { out: written.path, pages: written.pages });
    else tell(console, `fax: ${written.pages} ${written.pages === 1 ? 'page' : 'pages'} written to ${written.path}`);
    return 0;
  },
};
