import { describe, expect, it } from 'vitest';
import { isPractice } from './practice.ts';

const practice = { practice: true, number: '5550101' };
const modem = { practice: false, number: '' };

describe('isPractice', () => {
  it.each([
    ['a practice line’s number', '5550101', null, [practice], true],
    ['a practice line’s number with a +', '+5550101', null, [practice], true],
    ['a documented ending', '5550971', null, [practice], true],
    ['a practice number where real lines exist too', '5550101', null, [practice, modem], true],
    ['a documented ending where real lines exist is a real number', '5550999', null, [practice, modem], false],
    ['a real number', '5551234', null, [practice, modem], false],
    ['a documented ending on a practice port', '5550999', practice, [practice, modem], true],
    ['a practice number on a real port', '5550101', modem, [practice, modem], false],
  ])('%s', (_, number, only, ports, expected) => {
    expect(isPractice(number, only, ports)).toBe(expected);
  });

  it.each([
    ['where only practice lines exist', '5551234', null, [practice]],
    ['where no line exists', '5551234', null, []],
    ['on a practice port', '5551234', practice, [practice, modem]],
  ])('refuses a number that is not on practice lines %s', (_, number, only, ports) => {
    expect(() => isPractice(number, only, ports)).toThrow(expect.objectContaining({ code: 'NUMBER_NOT_PRACTICE' }));
  });
});
