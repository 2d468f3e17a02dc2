import { describe, expect, it } from 'vitest';
import { callEnds } from '../../../t30/outcomes.ts';
import { endOfHangUp, hangUpCode, hangUpCodes } from './hang-up.ts';

describe('hang-up codes', () => {
  it('are all those of T.32, each with an end of ours for both directions', () => {
    const range = (from: number, to: number): string[] =>
      Array.from({ length: to - from + 1 }, (_, index) => (from + index).toString(16).toUpperCase().padStart(2, '0'));
    const all = [
      ...[...range(0x00, 0x05), ...range(0x10, 0x11), ...range(0x20, 0x28), ...range(0x40, 0x47)],
      ...[...range(0x50, 0x58), ...range(0x70, 0x74), ...range(0x90, 0x93), ...range(0xa0, 0xa3)],
    ];
    expect(Object.keys(hangUpCodes).sort()).toEqual(all.sort());
    for (const { sending, receiving } of Object.values(hangUpCodes)) {
      expect(callEnds[sending]).toBeDefined();
      expect(callEnds[receiving]).toBeDefined();
    }
  });

  it('are read in each class', () => {
    expect(hangUpCode('0', '2')).toBe('00');
    expect(hangUpCode('00', '2.0')).toBe('00');
    expect(hangUpCode(' 54', '2')).toBe('54');
    expect(hangUpCode('A2', '2.0')).toBe('A2');
    expect(hangUpCode('102', '2')).toBe('A2');
    expect(hangUpCode('100', '2.0')).toBe('A0');
    expect(hangUpCode('94', '2')).toBe('92');
    expect(hangUpCode('?', '2')).toBeNull();
  });
});

describe('the end of a call that the modem broke off', () => {
  const sending = { direction: 'sending', phase: 'D', afterEop: false } as const;

  it('is never good: code 00 is no confirmation', () => {
    for (const code of [null, ...Object.keys(hangUpCodes)])
      for (const phase of ['A', 'B', 'C', 'D'] as const)
        for (const direction of ['sending', 'receiving'] as const)
          for (const afterEop of [false, true]) {
            const end = endOfHangUp(code, { direction, phase, afterEop });
            expect(callEnds[end].outcome, `${code} ${phase} ${direction}`).not.toBe('ok');
          }
  });

  it('is uncertain after the last page and only then', () => {
    for (const code of [null, ...Object.keys(hangUpCodes)]) {
      expect(callEnds[endOfHangUp(code, { ...sending, afterEop: true })].outcome, String(code)).toBe('uncertain');
      expect(callEnds[endOfHangUp(code, sending)].outcome, String(code)).not.toBe('uncertain');
    }
    expect(endOfHangUp('51', { ...sending, afterEop: true })).toBe('d-dcn-after-eop');
    expect(endOfHangUp('54', { ...sending, afterEop: true })).toBe('d-no-reply-to-eop');
  });

  it('names the place', () => {
    expect(endOfHangUp('27', { ...sending, phase: 'B' })).toBe('b-training-failed');
    expect(endOfHangUp('52', sending)).toBe('d-no-reply-to-mps');
    expect(endOfHangUp('73', { direction: 'receiving', phase: 'C', afterEop: false })).toBe('c-no-page-carrier');
    expect(endOfHangUp(null, { ...sending, phase: 'C' })).toBe('c-hung-up');
  });
});
