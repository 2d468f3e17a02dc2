import { type CommandSpec, readArguments, usageError } from '../arguments.ts';
import { printJson, tell } from '../console.ts';
import { pathOf, withOffice } from '../office-commands.ts';
import type { Command } from '../run.ts';

const spec = {
  usage: ['fax backup FILE.tar.gz'],
  summary: 'Writes faxes, settings and documents into one file, while the server works on. Passwords are not in it.',
  options: {},
} as const satisfies CommandSpec;

/** `fax backup FILE`. */
export const backup: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw usageError(spec, 'fax backup takes one file.');
    const path = pathOf(console, file);
    const written = await withOffice(console, values, {}, (office) => office.request('backup', { path }));
    if (values.json) await printJson(console, { out: written.path, bytes: written.bytes, faxes: written.faxes });
    else tell(console, `fax: ${written.faxes} faxes written to ${written.path} (${written.bytes} octets)`);
    return 0;
  },
};
