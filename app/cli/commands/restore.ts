import { restoreBackup } from '../../office/restore.ts';
import { type CommandSpec, readArguments, usageError } from '../arguments.ts';
import { printJson, tell } from '../console.ts';
import { folderOf, pathOf } from '../office-commands.ts';
import type { Command } from '../run.ts';

const spec = {
  usage: ['fax restore FILE.tar.gz [--data DIR]'],
  summary:
    'Puts a backup into a data folder that is empty or not there. Faxes that were waiting are held: they may have been sent since.',
  options: {},
} as const satisfies CommandSpec;

/** `fax restore FILE`. Needs no server. */
export const restore: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw usageError(spec, 'fax restore takes one file.');
    const restored = await restoreBackup({
      file: pathOf(console, file),
      dataDir: folderOf(console, values),
      now: Date.now(),
      signal: console.interrupted,
    });
    const { dataDir, faxes, held, files } = restored;
    if (values.json) await printJson(console, { dataDir, faxes, held, files });
    else {
      tell(console, `fax: ${faxes} faxes restored into ${dataDir}`);
      if (held > 0)
        tell(
          console,
          `fax: ${held} that were waiting are held: they may have been sent since. fax jobs, fax resume ID`,
        );
      tell(console, 'fax: Passwords are not in a backup: give them again.');
    }
    return 0;
  },
};
