import { extname } from 'node:path';
import { FaxError } from '../../model/errors.ts';
import { type CommandSpec, idOf, readArguments, usageError } from '../arguments.ts';
import { printJson, tell } from '../console.ts';
import { pathOf, withOffice } from '../office-commands.ts';
import type { Command } from '../run.ts';

const spec = {
  usage: ['fax save ID FILE.pdf|.tif'],
  summary: 'Writes the stored pages of a sent fax, or a received fax as received.',
  options: {},
} as const satisfies CommandSpec;

/** `fax save ID FILE`. */
export const save: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    const [word, file, ...more] = positionals;
    if (word === undefined || file === undefined || more.length > 0)
      throw usageError(spec, 'fax save takes an id and a file.');
    const input = { id: idOf(word), path: pathOf(console, file), format: formatOf(file) };
    const saved = await withOffice(console, values, {}, (office) => office.request('save', input));
    if (values.json) await printJson(console, { out: saved.path, pages: saved.pages });
    else tell(console, `fax: ${saved.pages} ${saved.pages === 1 ? 'page' : 'pages'} written to ${saved.path}`);
    return 0;
  },
};

function formatOf(file: string): 'pdf' | 'tif' {
  switch (extname(file).toLowerCase()) {
    case '.pdf':
      return 'pdf';
    case '.tif':
    case '.tiff':
      return 'tif';
    default:
      throw new FaxError('ARGUMENT_INVALID', {
        message: `The name “${file.slice(-60)}” does not say what to write.`,
        next: 'End it in .pdf or .tif.',
      });
  }
}
