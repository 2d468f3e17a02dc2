import { type CommandSpec, readArguments, usageError } from '../arguments.ts';
import { type Console, printJson, tell, write } from '../console.ts';
import { pathOf, withOffice } from '../office-commands.ts';
import type { Command } from '../run.ts';
import { table } from '../table.ts';
import { localTime } from '../times.ts';

const spec = {
  usage: ['fax found', 'fax found remove FILE…'],
  summary:
    'Lists documents on the disk that belong to no fax since the database had to be repaired. fax send sends one again.',
  options: {},
} as const satisfies CommandSpec;

/** `fax found`, `fax found remove FILE…`. */
export const found: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    const [word, ...files] = positionals;
    if (word !== undefined && (word !== 'remove' || files.length === 0))
      throw usageError(spec, 'fax found lists, and fax found remove takes at least one file.');
    const paths = files.map((file) => pathOf(console, file));
    const { documents } = await withOffice(console, values, {}, async (office) => {
      for (const path of paths) await office.request('found.remove', { path });
      return office.request('found.list', {});
    });
    if (values.json) await printJson(console, word === undefined ? { documents } : { removed: paths, documents });
    else await show(documents, console);
    return 0;
  },
};

async function show(
  documents: readonly { readonly path: string; readonly pages: number; readonly at: string }[],
  console: Console,
): Promise<void> {
  if (documents.length === 0) return tell(console, 'fax: No document without a fax.');
  await write(
    console.stdout,
    table(
      documents,
      [
        { title: 'WRITTEN', of: ({ at }) => localTime(at) },
        { title: 'PAGES', align: 'right', of: ({ pages }) => pages },
        { title: 'FILE', of: ({ path }) => path, least: 20 },
      ],
      console.columns,
    ),
  );
}
