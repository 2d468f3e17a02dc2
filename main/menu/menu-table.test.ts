import { expect, it } from 'vitest';
import { menuTable, menuTemplate } from './menu-table.ts';

const commands = menuTable.flatMap(({ entries }) =>
  entries.flatMap((each) => (typeof each === 'object' && 'command' in each ? [each] : [])),
);

it('gives every command an id of its own, and every key to one command', () => {
  const ids = commands.map((each) => each.command);
  const keys = commands.flatMap((each) => each.key ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(keys).size).toBe(keys.length);
});

it('sends a command by its id', () => {
  const sent: string[] = [];
  const template = menuTemplate({ mac: false, developer: false, onCommand: (id) => sent.push(id) });
  const first = template[0]?.submenu;
  if (!Array.isArray(first)) throw new Error('the first menu is empty');
  first[0]?.click?.({} as never, undefined, {} as never);
  expect(sent).toEqual(['fax.new']);
});

it('keeps developer tools out of what is shipped, and begins with the app menu on macOS', () => {
  const labels = (developer: boolean, mac: boolean) =>
    menuTemplate({ mac, developer, onCommand: () => undefined }).map((each) => each.label ?? each.role);
  expect(labels(false, false)).not.toContain('Developer');
  expect(labels(true, true)[0]).toBe('appMenu');
});
