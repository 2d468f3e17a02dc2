import { describe, expect, test } from 'vitest';
import { parseLineAddress } from '../../../app/model/line-address.ts';
import { fakeModems, fakePort } from '../../testing/fake-facts.ts';
import { type LineDraft, proposeLine, readLine, sortModems, withKind } from './line-draft.ts';
import { draftOfPort, readPortDraft } from './port-draft.ts';
import { kindWords } from './words.ts';

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

const practice = (changes: Partial<LineDraft>): LineDraft => ({ ...proposeLine([], 'practice'), ...changes });

describe('a new practice line', () => {
  test('proposes a name and a number that are free', () => {
    const taken = fakePort(1, now, { name: 'Practice 1', number: '5550100' });
    expect(proposeLine([taken], 'practice')).toMatchObject({ name: 'Practice 2', number: '5550101' });
  });

  test('becomes an address that the model reads', () => {
    const faulty = { name: ' Test ', number: '555 0150', noise: '0.01', cut: '30', speed: 'real' } as const;
    const read = readLine(practice(faulty), []);
    expect(read).toEqual({ ok: true, name: 'Test', address: 'loopback:5550150?noise=0.01&cut=30&speed=real' });
    expect(read.ok && parseLineAddress(read.address)).toMatchObject({
      faults: { noise: 0.01, cut: 30, speed: 'real' },
    });
    expect(readLine(practice({ number: '5550150' }), [])).toMatchObject({ address: 'loopback:5550150' });
  });

  test('is refused at its fields', () => {
    const read = readLine(practice({ name: '', number: '5x', noise: '2', cut: '-1' }), [port]);
    expect(read.ok ? [] : Object.keys(read.errors).toSorted()).toEqual(['cut', 'name', 'noise', 'number']);
    const again = readLine(practice({ name: port.name, number: port.number, noise: 'x', cut: 'x' }), [port]);
    expect(again.ok ? [] : Object.keys(again.errors).toSorted()).toEqual(['cut', 'name', 'noise', 'number']);
  });
});

describe('a new modem', () => {
  const modem = (changes: Partial<LineDraft>) => readLine({ ...proposeLine([]), ...changes }, []);

  test('is an address with its serial port, and with what is dialled for an outside line', () => {
    expect(modem({ device: '/dev/ttyACM0' })).toEqual({ ok: true, name: 'Modem 1', address: 'modem:/dev/ttyACM0' });
    const outside = modem({ device: ' COM3 ', prefix: '9,' });
    expect(outside).toMatchObject({ address: 'modem:COM3?prefix=9,' });
    expect(outside.ok && parseLineAddress(outside.address)).toMatchObject({ device: 'COM3', dial: { prefix: '9,' } });
  });

  test.each([
    [{ device: '' }, ['device']],
    [{ device: '/dev/ttyS0?class=9' }, ['device']],
    [{ device: '/dev/ttyS0', prefix: '9;H' }, ['prefix']],
    [{ device: '/dev/ttyS0', prefix: '9&class=2' }, ['prefix']],
  ])('is refused at its fields: %j', (changes, fields) => {
    const read = modem(changes);
    expect(read.ok ? [] : Object.keys(read.errors)).toEqual(fields);
  });

  test('is chosen among those found; what cannot be used says why, what is none says nothing', () => {
    const { usable, others } = sortModems(fakeModems);
    expect(usable.map(({ path }) => path)).toEqual(['/dev/ttyACM0']);
    expect(others.map(({ path }) => path)).toEqual(['/dev/ttyS1']);
  });

  test('says its class in words once it is a line', () => {
    expect(kindWords({ kind: 'modem', address: 'modem:/dev/ttyS0?class=2.0' })).toBe('Serial modem, Class 2.0');
    expect(kindWords({ kind: 'modem', address: 'modem:/dev/ttyS0' })).toBe('Serial modem, its best class');
  });
});

describe('a new T.38 line', () => {
  const t38 = (changes: Partial<LineDraft>) => readLine({ ...proposeLine([], 't38'), ...changes }, []);

  test('is the other end, and where this one listens', () => {
    expect(t38({ remote: '192.0.2.10:4000' })).toMatchObject({ name: 'Fax over IP 1', address: 't38:192.0.2.10:4000' });
    expect(t38({ remote: '[::1]:4000', bind: '0.0.0.0:4001' })).toMatchObject({
      address: 't38:[::1]:4000?bind=0.0.0.0:4001',
    });
  });

  test.each([
    [{ remote: '' }, ['remote']],
    [{ remote: '192.0.2.10' }, ['remote']],
    [{ remote: '192.0.2.10:4000&pace=off' }, ['remote']],
    [{ remote: '192.0.2.10:4000', bind: '4000' }, ['bind']],
  ])('is refused at its fields: %j', (changes, fields) => {
    const read = t38(changes);
    expect(read.ok ? [] : Object.keys(read.errors)).toEqual(fields);
  });
});

test('a proposed name follows the kind of line, one of somebody’s own stays', () => {
  expect(withKind(proposeLine([]), 't38', [])).toMatchObject({ kind: 't38', name: 'Fax over IP 1' });
  expect(withKind({ ...proposeLine([]), name: 'Front desk' }, 'practice', [])).toMatchObject({ name: 'Front desk' });
});
