import { describe, expect, test } from 'vitest';
import { parseLineAddress } from '../../../app/model/line-address.ts';
import { fakePort } from '../../testing/fake-facts.ts';
import { proposeLine, readLine } from './line-draft.ts';
import { draftOfPort, readPortDraft } from './port-draft.ts';

const now = Date.parse('2026-03-03T13:58:00Z');
const port = fakePort(1, now);

describe('a port’s form', () => {
  test('hands in only what was changed, as numbers', () => {
    expect(readPortDraft(port, draftOfPort(port))).toEqual({ ok: true, changes: {} });
    expect(readPortDraft(port, { ...draftOfPort(port), rings: ' 7', send: false })).toEqual({
      ok: true,
      changes: { rings: 7, send: false },
    });
  });

  test('names each field that is out of its range', () => {
    const read = readPortDraft(port, {
      ...draftOfPort(port),
      rings: '0',
      priority: '',
      csid: 'Büro',
      tsid: 'x'.repeat(21),
    });
    expect(read.ok ? [] : Object.keys(read.errors)).toEqual(['rings', 'priority', 'csid', 'tsid']);
  });
});

describe('a new practice line', () => {
  test('proposes a name and a number that are free', () => {
    const taken = fakePort(1, now, { name: 'Practice 1', number: '5550100' });
    expect(proposeLine([taken])).toMatchObject({ name: 'Practice 2', number: '5550101' });
  });

  test('becomes an address that the model reads', () => {
    const read = readLine({ name: ' Test ', number: '555 0150', noise: '0.01', cut: '30', speed: 'real' }, []);
    expect(read).toEqual({ ok: true, name: 'Test', address: 'loopback:5550150?noise=0.01&cut=30&speed=real' });
    expect(read.ok && parseLineAddress(read.address)).toMatchObject({
      faults: { noise: 0.01, cut: 30, speed: 'real' },
    });
    expect(readLine({ name: 'A', number: '5550150', noise: '', cut: '', speed: 'max' }, [])).toMatchObject({
      address: 'loopback:5550150',
    });
  });

  test('is refused at its fields', () => {
    const read = readLine({ name: '', number: '5x', noise: '2', cut: '-1', speed: 'max' }, [port]);
    expect(read.ok ? [] : Object.keys(read.errors)).toEqual(['name', 'number', 'noise', 'cut']);
    const again = readLine({ name: port.name, number: port.number, noise: 'x', cut: 'x', speed: 'max' }, [port]);
    expect(again.ok ? [] : Object.keys(again.errors).toSorted()).toEqual(['cut', 'name', 'noise', 'number']);
  });
});
