import { describe, expect, it } from 'vitest';
import { defaultPageQuality, type PageDamage, pageQualityRule } from './page-quality.ts';

const page = (damage: Partial<PageDamage>): PageDamage => ({
  rows: 1000,
  badRows: 0,
  longestBadRun: 0,
  ecm: false,
  complete: true,
  ...damage,
});

describe('the answer to a page', () => {
  it.each([
    [0, 'accept'],
    [49, 'accept'],
    [50, 'retrain'],
    [149, 'retrain'],
    [150, 'reject'],
    [1000, 'reject'],
  ] as const)('with %i bad rows of 1000 is: %s', (badRows, answer) => {
    expect(pageQualityRule()(page({ badRows }))).toBe(answer);
  });

  it('is a refusal where there are no rows at all', () => {
    expect(pageQualityRule()(page({ rows: 0 }))).toBe('reject');
  });

  it('is never a refusal with error correction, nor for what is left of a page', () => {
    expect(pageQualityRule()(page({ badRows: 900, ecm: true }))).toBe('retrain');
    expect(pageQualityRule()(page({ badRows: 900, complete: false }))).toBe('accept');
  });

  it('minds the longest run of bad rows where a limit is set', () => {
    const rule = pageQualityRule({ ...defaultPageQuality, retrainRun: 10, refuseRun: 30 });
    const answers = [9, 10, 29, 30].map((run) => rule(page({ badRows: run, longestBadRun: run })));
    expect(answers).toEqual(['accept', 'retrain', 'retrain', 'reject']);
    expect(pageQualityRule()(page({ badRows: 40, longestBadRun: 40 }))).toBe('accept');
  });
});
