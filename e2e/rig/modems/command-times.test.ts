import { expect, test } from 'vitest';
import { modemSideTimes } from './command-times.ts';

const said = (m: number, t: number, s: string) => ({ ev: 'at', m, dir: '<', t, s });
const heard = (m: number, t: number, s: string) => ({ ev: 'at', m, dir: '>', t, s });

test('takes times from a result to the command behind it, for each modem by itself', () => {
  const events = [
    said(0, 1, 'OK'),
    said(1, 1.001, 'NO CARRIER'),
    heard(0, 1.01, 'AT+FTM=146\\r'),
    heard(1, 1.081, 'AT+FRH=3\\r'),
    said(1, 2, 'CONNECT'),
    { ev: 'hdlc', m: 1, dir: '>', t: 2.004, frame: 'MCF' },
  ];
  expect(modemSideTimes(events).responses).toEqual({ count: 3, p50: 10, p99: 80, max: 80, late: 1 });
});

test('keeps turns apart, and leaves out what answers no result', () => {
  const events = [
    said(0, 1, 'OK'),
    heard(0, 1.2, 'AT+FRS=7\\r'),
    said(0, 2, 'CONNECT'),
    heard(0, 5, '\\u0018'),
    heard(0, 5.5, 'AT+FTH=3\\r'),
    said(0, 6, 'OK'),
    heard(0, 8, 'ATH0\\r'),
  ];
  const { responses, turns } = modemSideTimes(events);
  expect(responses.count).toBe(0);
  expect(turns).toEqual({ count: 1, p50: 200, p99: 200, max: 200, late: 1 });
});
