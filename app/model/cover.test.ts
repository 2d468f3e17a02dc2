import { expect, it } from 'vitest';
import { coverFieldNames, coverFieldsOf, noCoverFields } from './cover.ts';
import { unknownPerson } from './person.ts';

const facts = {
  recipient: { name: null, number: '5550101', person: null },
  sender: { name: null, person: null },
  subject: null,
  note: null,
  billing: null,
  dateSent: '2026-03-07 14:05',
  pages: 3,
};

it('a fax that knows only a number has a cover of number, date and pages', () => {
  expect(coverFieldsOf(facts)).toEqual({
    ...noCoverFields,
    recipientFax: '5550101',
    dateSent: '2026-03-07 14:05',
    pages: '3',
  });
});

it('every field of a cover page can be filled', () => {
  const person = Object.fromEntries(Object.keys(unknownPerson).map((name) => [name, `the ${name}`]));
  const full = coverFieldsOf({
    ...facts,
    recipient: { name: 'R', number: '5550101', person: { ...unknownPerson, ...person } },
    sender: { name: 'S', person: { ...unknownPerson, ...person } },
    subject: 'About',
    note: 'Note',
    billing: 'K-1',
  });
  expect(Object.keys(full).sort()).toEqual([...coverFieldNames].sort());
  expect(Object.values(full).filter((value) => value === '')).toEqual([]);
  expect(full).toMatchObject({ recipientCity: 'the city', recipientFax: '5550101', senderFax: 'the fax' });
});

it('a sender whose address a phone book has split has it as one block', () => {
  const person = { ...unknownPerson, address: '200 Mill Road', city: 'Springfield', zip: '55501', country: 'USA' };
  const { senderAddress } = coverFieldsOf({ ...facts, sender: { name: null, person } });
  expect(senderAddress).toBe('200 Mill Road\nSpringfield 55501\nUSA');
});
