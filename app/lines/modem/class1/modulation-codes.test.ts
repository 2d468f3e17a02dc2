import { expect, test } from 'vitest';
import { familiesOf, modulationCode } from './modulation-codes.ts';

const v27 = [24, 48];
const v29 = [72, 96];
const v17 = [73, 74, 97, 98, 121, 122, 145, 146];

test('V.17 has a code for each training, the others one', () => {
  expect(modulationCode('v17-14400', 'long')).toBe(145);
  expect(modulationCode('v17-14400', 'short')).toBe(146);
  expect(modulationCode('v29-9600', 'long')).toBe(96);
  expect(modulationCode('v29-9600', 'short')).toBe(96);
});

test('a family counts where every rate of it can be sent and received', () => {
  expect(familiesOf([...v27, ...v29, ...v17], [...v27, ...v29, ...v17])).toEqual(['v27ter', 'v29', 'v17']);
  expect(familiesOf([...v27, ...v29, ...v17], [...v27, ...v29])).toEqual(['v27ter', 'v29']);
  expect(familiesOf([...v27, 96], [...v27, 96])).toEqual(['v27ter']);
  expect(familiesOf([], [])).toEqual([]);
});
