import { readFaxTiff, unavailable } from '../../office/documents.ts';
import { type CommandSpec, countOf, readArguments, usageError } from '../arguments.ts';
import { printJson, write } from '../console.ts';
import { unlessInterrupted } from '../interrupted.ts';
import { pathOf } from '../office-commands.ts';
import type { Command } from '../run.ts';
import { facts, table } from '../table.ts';

const spec = {
  usage: ['fax tiff FILE'],
  summary: 'Shows the pages and the fax facts of a TIFF.',
  options: {
    tag: {
      type: 'string',
      multiple: true,
      value: 'NUMBER',
      help: 'the text of this tag of the first page; may be repeated',
    },
  },
} as const satisfies CommandSpec;

/** `fax tiff FILE`. */
export const tiff: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw usageError(spec, 'fax tiff takes one file.');
    const wanted = (values.tag ?? []).map((text) => countOf('tag', text, 65_535));
    const { pages, model, tags, fingerprint } = await unlessInterrupted(
      console.interrupted,
      readFaxTiff(pathOf(console, file), { tags: wanted, fingerprint: true }),
      () => 'Interrupted.',
      'Start again when you wish.',
    );
    if (values.json) {
      await printJson(console, { pages, model, tags, fingerprint });
      return 0;
    }
    const rows = pages.map((page, index) => ({ ...page, number: index + 1 }));
    await write(
      console.stdout,
      table(
        rows,
        [
          { title: 'PAGE', align: 'right', of: ({ number }) => number },
          { title: 'WIDTH', align: 'right', of: ({ width }) => width },
          { title: 'ROWS', align: 'right', of: (page) => page.rows },
          { title: 'DPI', of: ({ xDpi, yDpi }) => `${Math.round(xDpi)}×${Math.round(yDpi)}` },
          { title: 'CODING', of: ({ compression }) => compression },
          { title: 'BAD LINES', align: 'right', of: ({ badLines }) => badLines },
        ],
        console.columns,
      ),
    );
    const known = facts([
      ...Object.entries(model).map(([name, value]) => [name, value] as const),
      ...wanted.map((tag) => [`tag ${tag}`, tags[tag] ?? unavailable] as const),
      ['fingerprint', fingerprint],
    ]);
    if (known !== '') await write(console.stdout, `\n${known}`);
    return 0;
  },
};
