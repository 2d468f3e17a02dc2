import { type CommandSpec, readArguments, usageError } from '../arguments.ts';
import { printJson, tell, write } from '../console.ts';
import { withOffice } from '../office-commands.ts';
import type { Command } from '../run.ts';

const spec = {
  usage: ['fax printers'],
  summary: 'Lists the printers that received faxes can be sent on to, the system’s default one first.',
  options: {},
} as const satisfies CommandSpec;

/** `fax printers`. */
export const printers: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    if (positionals.length > 0) throw usageError(spec, 'fax printers takes no names.');
    const found = await withOffice(console, values, {}, (office) => office.request('printers.list', {}));
    if (values.json) await printJson(console, { printers: found.printers });
    else if (found.printers.length === 0) tell(console, 'fax: The system knows no printers.');
    else await write(console.stdout, found.printers.map((name) => `${name}\n`).join(''));
    return 0;
  },
};
