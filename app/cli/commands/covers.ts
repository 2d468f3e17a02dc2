import { extname } from 'node:path';
import { FaxError } from '../../model/errors.ts';
import { type CommandSpec, pairsOf, readArguments, usageError } from '../arguments.ts';
import { printJson, tell, write } from '../console.ts';
import { pathOf, withOffice } from '../office-commands.ts';
import type { Command } from '../run.ts';
import { table } from '../table.ts';

const listSpec = {
  usage: ['fax covers'],
  summary: 'Lists the cover pages.',
  options: {},
} as const satisfies CommandSpec;

/** `fax covers`. */
export const covers: Command = {
  spec: listSpec,
  async run(argv, console) {
    const { values, positionals } = readArguments(listSpec, argv);
    if (positionals.length > 0) throw usageError(listSpec, 'fax covers takes no words.');
    const found = await withOffice(console, values, {}, (office) => office.request('covers.list', {}));
    if (values.json) await printJson(console, { covers: found.covers });
    else
      await write(
        console.stdout,
        table(
          found.covers,
          [
            { title: 'NAME', of: ({ name }) => name },
            { title: 'TITLE', of: ({ title }) => title, least: 10 },
            { title: 'PAPER', of: ({ paper }) => paper },
            { title: 'WHOSE', of: ({ scope }) => scope },
          ],
          console.columns,
        ),
      );
    return 0;
  },
};

const coverSpec = {
  usage: ['fax cover render NAME|FILE OUT.pdf|.tif [field=value…]'],
  summary: 'Draws a cover page with the given fields: recipientName, subject, note and so on.',
  options: {},
} as const satisfies CommandSpec;

/** `fax cover render NAME|FILE OUT field=value…`. */
export const cover: Command = {
  spec: coverSpec,
  async run(argv, console) {
    const { values, positionals } = readArguments(coverSpec, argv);
    const [verb, name, out, ...words] = positionals;
    if (verb !== 'render' || name === undefined || out === undefined)
      throw usageError(coverSpec, 'fax cover render takes a cover page and the file to write.');
    const isFile = /[/\\]/.test(name) || name.toLowerCase().endsWith('.json') || name.toLowerCase().endsWith('.cov');
    const input = {
      cover: isFile ? { name: pathOf(console, name), scope: 'personal' as const } : { name, scope: 'common' as const },
      fields: pairsOf(words),
      path: pathOf(console, out),
      format: formatOf(out),
    };
    const drawn = await withOffice(console, values, {}, (office) => office.request('covers.render', input));
    if (values.json) await printJson(console, { out: drawn.path, pages: drawn.pages });
    else tell(console, `fax: ${drawn.pages} ${drawn.pages === 1 ? 'page' : 'pages'} written to ${drawn.path}`);
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
