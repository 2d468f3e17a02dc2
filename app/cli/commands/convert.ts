import { convertFiles } from '../../office/documents.ts';
import { type CommandSpec, oneOf, readArguments, usageError } from '../arguments.ts';
import { printJson, tell } from '../console.ts';
import { unlessInterrupted } from '../interrupted.ts';
import { pathOf } from '../office-commands.ts';
import type { Command } from '../run.ts';

const spec = {
  usage: ['fax convert FILE… OUT.tif|.pdf|.pbm'],
  summary: 'Turns documents into fax pages, and fax pages into documents.',
  options: {
    resolution: { type: 'string', value: 'R', help: 'standard, fine or superfine (fine; fax pages keep their own)' },
    compression: { type: 'string', value: 'C', help: 'mh, mr or mmr (mmr)' },
    dither: { type: 'string', value: 'D', help: 'content, always or never (content)' },
    width: { type: 'string', value: 'W', help: 'a4, b4 or a3 (the narrowest that holds the document)' },
  },
} as const satisfies CommandSpec;

/** `fax convert FILE… OUT`. */
export const convert: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    const files = positionals.slice(0, -1).map((file) => pathOf(console, file));
    const out = positionals.at(-1);
    if (out === undefined || files.length === 0)
      throw usageError(spec, 'fax convert takes one file or more, and the file to write.');
    const options = {
      resolution:
        values.resolution === undefined
          ? null
          : oneOf('resolution', values.resolution, ['standard', 'fine', 'superfine'] as const),
      compression: oneOf('compression', values.compression ?? 'mmr', ['mh', 'mr', 'mmr'] as const),
      dither: oneOf('dither', values.dither ?? 'content', ['content', 'always', 'never'] as const),
      width: values.width === undefined ? null : oneOf('width', values.width, ['a4', 'b4', 'a3'] as const),
    };
    const stop = new AbortController();
    const converting = convertFiles(files, pathOf(console, out), options, stop.signal);
    const made = await unlessInterrupted(
      console.interrupted,
      converting,
      () => 'Converting was interrupted; nothing was written.',
      'Start again when you wish.',
    ).catch(async (error: unknown) => {
      stop.abort();
      await Promise.allSettled([converting]);
      throw error;
    });
    const { pages, renderer, msPerPage } = made;
    if (values.json) await printJson(console, { out: made.out, pages, renderer, msPerPage });
    else
      tell(
        console,
        `fax: ${pages} ${pages === 1 ? 'page' : 'pages'} written to ${made.out} (${renderer}, ${msPerPage.toFixed(1)} ms a page)`,
      );
    return 0;
  },
};
