import { findModems, type ModemListing } from '../../office/modems.ts';
import { type CommandSpec, readArguments } from '../arguments.ts';
import { type Console, printJson, tell, write } from '../console.ts';
import { unlessInterrupted } from '../interrupted.ts';
import { folderOf, pathOf } from '../office-commands.ts';
import type { Command } from '../run.ts';
import { table } from '../table.ts';

const spec = {
  usage: ['fax modems [DEVICE…]'],
  summary:
    'Lists the serial ports, asks what answers on each, and says which service class would be used. Ports in use are left alone; a device that is not listed can be named.',
  options: {},
} as const satisfies CommandSpec;

/** `fax modems`: exit 0 also where there is no modem. */
export const modems: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    const paths = positionals.length === 0 ? null : positionals.map((name) => devicePath(console, name));
    const found = await unlessInterrupted(
      console.interrupted,
      findModems(folderOf(console, values), paths),
      () => 'Interrupted.',
      'Start again when you wish.',
    );
    if (values.json) await printJson(console, { modems: found });
    else if (found.length === 0) tell(console, NONE);
    else await write(console.stdout, modemTable(found, console.columns));
    return 0;
  },
};

const NONE =
  'fax: This machine has no serial port. Plug the modem in and look again; a device that is not listed can be named: fax modems DEVICE.';

/** Windows ports have names of their own; everything else is a path. */
const devicePath = (console: Console, name: string): string =>
  /^COM\d{1,3}$/i.test(name) ? name.toUpperCase() : pathOf(console, name);

function modemTable(found: readonly ModemListing[], columns: number | null): string {
  return table(
    found,
    [
      { title: 'PORT', of: ({ path }) => path },
      { title: 'STATE', of: ({ state }) => state },
      { title: 'MAKER', of: ({ manufacturer }) => manufacturer, least: 8 },
      { title: 'CLASSES', of: ({ classes }) => classes.join(' ') },
      { title: 'FASTEST', align: 'right', of: ({ rates }) => rates[0] ?? null },
      { title: 'USED IN', of: ({ use }) => (use === null ? null : `Class ${use}`) },
      { title: 'IN WORDS', of: ({ words }) => words, least: 20 },
    ],
    columns,
  );
}
