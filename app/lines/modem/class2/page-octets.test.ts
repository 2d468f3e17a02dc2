import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapOfText } from '../../../image/drawn-bitmaps.ts';
import { decodePage, encodePage } from '../../../image/page-coder.ts';
import { withBitsReversed } from '../bit-order.ts';
import { bitOrderOf, pageForModem, receivedPage } from './page-octets.ts';

const lines = Array.from({ length: 40 }, (_, row) => '#.'.repeat(20 + (row % 7)).padEnd(80, '.'));
const bitmap = bitmapOfText(lines);

describe('page data', () => {
  it('turned round twice is as it was', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => void expect(withBitsReversed(withBitsReversed(octets))).toEqual(octets)),
    );
    expect(withBitsReversed(Uint8Array.of(0x01, 0xc8))).toEqual(Uint8Array.of(0x80, 0x13));
  });

  it.each(['mh', 'mr'] as const)('of %s goes to the modem without RTC, every row in it', (coding) => {
    const coded = encodePage(bitmap, coding, { resolution: 'fine' });
    const given = withBitsReversed(pageForModem(coded, coding));
    const bare = encodePage(bitmap, coding, { resolution: 'fine', endOfPage: false });
    expect(decodePage(coded, coding, bitmap.width).ended).toBe('eop');
    const decoded = decodePage(given, coding, bitmap.width);
    expect([decoded.ended, decoded.rows, decoded.badRows]).toEqual(['data', bitmap.rows, 0]);
    expect(given.length).toBe(bare.length);
  });

  it('keeps EOFB', () => {
    const mmr = encodePage(bitmap, 'mmr');
    expect(withBitsReversed(pageForModem(mmr, 'mmr'))).toEqual(mmr);
  });

  it('without RTC stays as it is, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom('mh', 'mr', 'mmr'), (octets, coding) => {
        const given = withBitsReversed(pageForModem(octets, coding));
        expect(given.length).toBeLessThanOrEqual(octets.length);
      }),
    );
  });

  it.each(['mh', 'mr'] as const)('of %s tells its bit order by its ends of line', (coding) => {
    const coded = encodePage(bitmap, coding);
    for (const expected of ['highest-first', 'lowest-first'] as const) {
      expect(bitOrderOf(coded, coding, expected)).toBe('highest-first');
      expect(bitOrderOf(withBitsReversed(coded), coding, expected)).toBe('lowest-first');
    }
    expect(receivedPage(withBitsReversed(coded), 'lowest-first')).toEqual(coded);
  });

  it('of MMR, or of noise, has the order that is usual', () => {
    expect(bitOrderOf(encodePage(bitmap, 'mmr'), 'mmr', 'lowest-first')).toBe('lowest-first');
    expect(bitOrderOf(Uint8Array.of(1, 2, 3), 'mh', 'highest-first')).toBe('highest-first');
  });
});
