import { describe, expect, it } from 'vitest';
import { emergencyNumbers, isEmergencyCountry, isEmergencyNumber } from './emergency-numbers.ts';

describe('the table', () => {
  it('has two letters for each country and short numbers, each once', () => {
    const rows = Object.entries(emergencyNumbers);
    expect(rows.length).toBeGreaterThan(200);
    for (const [country, numbers] of rows) {
      expect(country).toMatch(/^[A-Z]{2}$/);
      expect(numbers.length, country).toBeGreaterThan(0);
      expect(new Set(numbers).size, country).toBe(numbers.length);
      for (const number of numbers) expect(number, country).toMatch(/^\d{2,6}$/);
    }
  });

  it.each([
    ['US', '911'],
    ['CA', '911'],
    ['GB', '999'],
    ['DE', '110'],
    ['FR', '15'],
    ['AU', '000'],
    ['NZ', '111'],
    ['JP', '119'],
    ['CN', '120'],
    ['IN', '112'],
    ['BR', '190'],
    ['ZA', '10111'],
    ['CH', '144'],
    ['RU', '01'],
  ])('knows %s %s', (country, number) => {
    expect(emergencyNumbers[country]).toContain(number);
  });
});

describe('isEmergencyNumber', () => {
  it.each<[string, string, readonly string[], boolean]>([
    ['911', 'US', [], true],
    ['911', 'us', [], true],
    ['+911', 'US', [], true],
    ['9911', 'US', [], true],
    ['0112', 'DE', [], true],
    ['9-1-1', 'US', [], true],
    ['11', 'US', ['9'], true],
    ['11', 'US', ['9,'], true],
    ['1', 'US', ['91'], true],
    ['11', 'DE', ['0W1'], false],
    ['12', 'DE', ['1'], true],
    ['911', 'US', ['9,'], true],
    ['19', 'FR', [], false],
    ['110', 'US', [], false],
    ['110', '', [], true],
    ['999', 'GB', [], true],
    ['999', 'US', [], false],
    ['911', 'XX', [], true],
    // Longer ordinary numbers that begin or end like one, or hold one.
    ['9115550101', 'US', [], false],
    ['5550911', 'US', [], false],
    ['5550999', '', [], false],
    ['1125550', '', [], false],
    ['19115550101', '', ['9,'], false],
    ['99911', 'US', [], false],
    ['5112', 'DE', [], false],
  ])('%s in “%s” behind %j: %s', (number, country, prefixes, expected) => {
    const dialled = [number, ...prefixes.map((prefix) => `${prefix}${number}`)];
    expect(dialled.some((each) => isEmergencyNumber(each, country))).toBe(expected);
  });
});

it('knows which countries a setting may name', () => {
  expect(['', 'us', 'DE', 'XX', 'U'].map(isEmergencyCountry)).toEqual([true, true, true, false, false]);
});
