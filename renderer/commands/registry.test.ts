import { describe, expect, test } from 'vitest';
import { keyOf, showKey } from './keys.ts';
import { commandOf, commandOfKey, commands } from './registry.ts';

describe('the registry', () => {
  test('has each id and each key once', () => {
    const ids = commands.map((command) => command.id);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = commands.flatMap((command) => command.keys ?? []);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test('knows every id of the application menu', () => {
    const menu = [
      'fax.new',
      'fax.paste',
      'fax.savePdf',
      'fax.print',
      'view.jobs',
      'view.inbox',
      'view.ports',
      'view.covers',
      'view.settings',
      'app.palette',
      'help.keys',
    ];
    expect(menu.filter((id) => commandOf(id) === undefined)).toEqual([]);
  });

  test('writes keys as a pressed chord is written', () => {
    for (const key of commands.flatMap((command) => command.keys ?? []))
      expect(key).toMatch(/^((Ctrl|Alt|Shift)\+)*[^+]+$/);
  });
});

describe('keys', () => {
  const list = { inList: true, inText: false, singleKeys: true };
  const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...more,
  });

  test('are read with their modifiers; on a Mac the command key is Ctrl', () => {
    expect(keyOf(press('k', { ctrlKey: true }), false)).toBe('Ctrl+K');
    expect(keyOf(press('k', { metaKey: true }), true)).toBe('Ctrl+K');
    expect(keyOf(press('S', { ctrlKey: true, shiftKey: true }), false)).toBe('Ctrl+Shift+S');
    expect(keyOf(press('?', { shiftKey: true }), false)).toBe('?');
    expect(keyOf(press(' '), false)).toBe('Space');
    expect(showKey('Ctrl+,', false)).toBe('Ctrl ,');
    expect(showKey('Alt+ArrowUp', false)).toBe('Alt ↑');
  });

  test('letters alone act in a list only, and can be switched off', () => {
    expect(commandOfKey('R', list)?.id).toBe('job.tryNow');
    expect(commandOfKey('R', { ...list, inList: false })).toBeUndefined();
    expect(commandOfKey('R', { ...list, singleKeys: false })).toBeUndefined();
    expect(commandOfKey('Delete', { ...list, singleKeys: false })?.id).toBe('job.cancel');
    expect(commandOfKey('Delete', { ...list, inList: false })).toBeUndefined();
  });

  test('a text field keeps its own keys', () => {
    const text = { inList: false, inText: true, singleKeys: true };
    for (const key of ['Ctrl+V', 'Ctrl+A', 'R', '?', 'Delete', 'Enter'])
      expect(commandOfKey(key, text)).toBeUndefined();
    expect(commandOfKey('Ctrl+K', text)?.id).toBe('app.palette');
  });
});
