import { retryOutcomes, retryRowName } from '../../model/retry-table.ts';
import type { Setting, SettingGroup } from '../../model/settings.ts';
import { parseSettings } from '../../model/settings.ts';
import { type CommandSpec, pairsOf, readArguments } from '../arguments.ts';
import { printJson, write } from '../console.ts';
import { withOffice } from '../office-commands.ts';
import type { Command } from '../run.ts';
import { type Column, table } from '../table.ts';

const spec = {
  usage: ['fax settings [key=value…]'],
  summary: 'Shows the server’s settings, after changing those that are named: all of them or none.',
  notes: [
    'fax settings retries=5 retryDelay=2 branding=off',
    '',
    'Every outcome of a call has a row in the retry table, of three settings, here for busy:',
    'retryBusyRetries=N        attempts after the first that may end so; -1: as retries says',
    'retryBusyDelay=MINUTES    the pause behind it; -1: as retryDelay says',
    'retryBusyOtherPort=true   the next attempt takes another line where one is free',
    '',
    'Outcomes:',
    ...outcomeLines(),
  ],
  options: {},
} as const satisfies CommandSpec;

/** What stands between `retry` and `Retries` in the names of the retry table. */
function outcomeLines(): string[] {
  const wide = Math.max(...retryOutcomes.map(({ outcome }) => retryRowName(outcome, 'Delay').length));
  return retryOutcomes.map(({ outcome, words, retries }) => {
    const name = retryRowName(outcome, 'Retries').replace(/Retries$/, '…');
    return `${name.padEnd(wide)}${words}${retries === 0 ? ' (not tried again unless it is set)' : ''}`;
  });
}

/** `fax settings`. */
export const settings: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    // By the settings' own names, whichever they were given by; a slip is told before anything is opened.
    const changes = parseSettings(pairsOf(positionals));
    const found = await withOffice(console, values, {}, (office) =>
      positionals.length > 0
        ? office.request('settings.set', { values: changes })
        : office.request('settings.list', {}),
    );
    if (values.json) await printJson(console, { settings: found.settings });
    else await write(console.stdout, settingTables(found.settings, console.columns));
    return 0;
  },
};

const titles: Readonly<Record<SettingGroup, string>> = {
  sending: 'Sending',
  queue: 'Queue',
  covers: 'Cover pages',
  discount: 'Discount rate',
  receiving: 'Receiving',
  archive: 'Archive',
  receipts: 'Mail and receipts',
  disk: 'Disk',
  retries: 'Retries',
};

const shape: readonly Column<Setting>[] = [
  { title: 'SETTING', of: ({ name }) => name },
  { title: 'VALUE', of: ({ value }) => String(value), least: 12 },
  { title: 'DEFAULT', of: (setting) => String(setting.default), least: 7 },
  { title: 'UNIT', of: ({ unit }) => unit },
  { title: 'WHAT IT DOES', of: ({ words }) => words, least: 20 },
];

/** One table for each group; other names of a setting stand at the end of its group. */
function settingTables(found: readonly Setting[], columns: number | null): string {
  const groups = Object.entries(titles).map(([group, title]) => {
    const rows = found.filter((setting) => setting.group === group);
    return rows.length === 0 ? '' : `${title}\n${table(rows, shape, columns)}`;
  });
  return groups.filter((text) => text !== '').join('\n');
}
