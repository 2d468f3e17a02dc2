import { expect, test } from 'vitest';
import { logLine } from './transcript-lines.ts';

test('a frame: time, direction, name, meaning, fields', () => {
  const frame = { event: 'frame', t: 12_345, dir: 'rx', type: 'DCS', hex: 'FFC882', fields: { rate: 9600, ecm: true } };
  expect(logLine({ ...frame, event: 'frame', dir: 'rx' })).toBe(
    '   12.35 s  ←  DCS       how the pages will be sent: rate 9600, ecm true\n',
  );
});

test('what comes over the line cannot steer the terminal', () => {
  const line = logLine({ event: 'frame', t: 0, dir: 'rx', type: 'CSI', hex: '', fields: { id: '\u001b[31mred' } });
  expect(line).toBe('    0.00 s  ←  CSI       number of the answering end: id ·[31mred\n');
});

test('a frame of no known name is shown as it is', () => {
  expect(logLine({ event: 'frame', t: 0, dir: 'tx', type: 'unknown frame', hex: 'FF', fields: {} })).toBe(
    '    0.00 s  →  unknown frame\n',
  );
});

test('a page tells what was answered and how many of its lines are damaged', () => {
  const page = { event: 'page', t: 1000, n: 2, rows: 2292, badRows: 3, coding: 'mr', status: 'RTP' } as const;
  expect(logLine(page)).toBe('    1.00 s  ─  page 2: RTP, MR, 2292 lines, 3 damaged\n');
  expect(logLine({ event: 'ring', rings: 1, callerId: null })).toBeNull();
});
