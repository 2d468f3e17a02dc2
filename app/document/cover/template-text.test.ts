import { expect, it } from 'vitest';
import { coverFields } from '../../model/cover.ts';
import { filled, settableFields } from './template-text.ts';

const fields = coverFields({ recipientName: 'Ana', recipientCity: 'Bergen', recipientZip: '5003', note: ' a\r\nb\t' });

it('puts fields in, and leaves out what has none', () => {
  expect(filled('To {recipientName}', '\n', fields)).toBe('To Ana');
  expect(filled('To {senderName}', '\n', fields)).toBeNull();
  expect(filled(['{recipientCity} {recipientState} {recipientZip}', '{recipientCountry}'], '\n', fields)).toBe(
    'Bergen 5003',
  );
  expect(filled(['{recipientTitle}', '{recipientName}'], ', ', fields)).toBe('Ana');
  expect(filled('Confidential', '\n', fields)).toBe('Confidential');
  expect(filled('{note}', '\n', fields)).toBe('a\nb');
});

it('refuses letters that the fonts lack, naming the field, and replaces other signs', () => {
  const latin = (codePoint: number) => codePoint < 0x250;
  expect(settableFields(coverFields({ subject: 'Büro ✂' }), latin).subject).toBe('Büro ?');
  expect(() => settableFields(coverFields({ subject: '東京' }), latin)).toThrow(/The subject has letters/);
  expect(() => settableFields(coverFields({ note: 'שלום' }), () => true)).toThrow(/The note has letters/);
});
