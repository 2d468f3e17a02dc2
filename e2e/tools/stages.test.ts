import { describe, expect, it } from 'vitest';
import { countsOfLines, judged, playwrightCounts, vitestCounts } from './stages.ts';

const assertion = (status: string, fullName = 'a test') => ({ status, fullName });

describe('counting tests', () => {
  it('counts vitest tests one by one and keeps the reason of what did not run', () => {
    const report = {
      testResults: [
        {
          status: 'passed',
          assertionResults: [
            assertion('passed'),
            assertion('skipped', 'libtiff not run: both ways, needs libtiff-tools'),
          ],
        },
        { status: 'failed', assertionResults: [assertion('failed'), assertion('passed')] },
      ],
    };
    expect(vitestCounts(report)).toEqual({ passed: 2, failed: 1, notRun: ['libtiff both ways, needs libtiff-tools'] });
  });

  it('counts a file that could not even be loaded as a failure', () => {
    expect(vitestCounts({ testResults: [{ status: 'failed', assertionResults: [] }] }).failed).toBe(1);
  });

  it('counts a flaky spec as failed and names what was skipped', () => {
    const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
    const inner = { specs: [spec('a', 'expected'), spec('b', 'flaky'), spec('c', 'unexpected')] };
    const report = {
      suites: [{ specs: [spec('not run: printing, needs a printer', 'skipped')], suites: [inner] }],
      errors: [],
    };
    expect(playwrightCounts(report)).toEqual({ passed: 1, failed: 2, notRun: ['printing, needs a printer'] });
  });

  it('is a failure when a runner saw nothing or failed without a failed test, and none when all was left out', () => {
    const none = { passed: 0, failed: 0, notRun: [] };
    expect(judged(none, 0).failed).toBe(1);
    expect(judged({ ...none, passed: 3 }, 1).failed).toBe(1);
    expect(judged({ ...none, failed: 2 }, 1).failed).toBe(2);
    expect(judged({ ...none, notRun: ['both ways, needs libtiff-tools'] }, 0).failed).toBe(0);
  });

  it('reads the counts that a program printed last, and fails what is skipped without a name', () => {
    const named = ['ok     one', 'not run: two, needs efax', '1 passed, 0 failed, 1 skipped'];
    expect(countsOfLines(named)).toEqual({ passed: 1, failed: 0, notRun: ['two, needs efax'] });
    expect(countsOfLines(named.slice(2))).toEqual({ passed: 1, failed: 1, notRun: [] });
    expect(countsOfLines(['1 passed, 0 failed, 0 skipped', 'and then it died']).failed).toBe(1);
    expect(countsOfLines([]).failed).toBe(1);
  });

  it('refuses a report of another shape', () => {
    expect(() => vitestCounts({})).toThrow();
  });
});
