import { expect, test } from 'vitest';
import { fileNameOf } from './viewer-actions.ts';

test('a title becomes a name that every file system takes', () => {
  expect(fileNameOf('Fax from +1 (555) 010-1: 3 Mar 2026, 13:22')).toBe('Fax from +1 (555) 010-1 3 Mar 2026, 13 22');
  expect(fileNameOf('../../etc/passwd\0')).toBe('etc passwd');
  expect(fileNameOf('...')).toBe('Fax');
  expect(fileNameOf('CON?*.')).toBe('CON');
  expect(fileNameOf('x'.repeat(500))).toHaveLength(120);
});
