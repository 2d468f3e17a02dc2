import { parseSetting, settingDefinition } from '../../model/settings.ts';
import { type CommandSpec, pairsOf, readArguments } from '../arguments.ts';
import { printJson, write } from '../console.ts';
import { withOffice } from '../office-commands.ts';
import type { Command } from '../run.ts';
import { table } from '../table.ts';

const spec = {
  usage: ['fax settings [key=value…]'],
  summary: 'Shows the server’s settings, after changing those that are named: all of them or none.',
  options: {},
} as const satisfies CommandSpec;

/** `fax settings`. */
export const settings: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    const changes = Object.fromEntries(
      Object.entries(pairsOf(positionals)).map(([name, value]) => [
        settingDefinition(name).name,
        parseSetting(name, value),
      ]),
    );
    const found = await withOffice(console, values, {}, (office) =>
      positionals.length > 0
        ? office.request('settings.set', { values: changes })
        : office.request('settings.list', {}),
    );
    if (values.json) await printJson(console, { settings: found.settings });
    else
      await write(
        console.stdout,
        table(
          found.settings,
          [
            { title: 'SETTING', of: ({ name }) => name },
            { title: 'VALUE', align: 'right', of: ({ value }) => String(value) },
            { title: 'DEFAULT', align: 'right', of: (setting) => String(setting.default) },
            { title: 'UNIT', of: ({ unit }) => unit },
            { title: 'WHAT IT DOES', of: ({ words }) => words, least: 20 },
          ],
          console.columns,
        ),
      );
    return 0;
  },
};
