import { describe, expect, it } from 'vitest';
import { floorOf, hdlcBits } from './line-floor.ts';

describe('the least time of a call', () => {
  it('knows how long frames are on the line', () => {
    // 3 octets and FCS: 40 bits, and zeros behind runs of five ones.
    expect(hdlcBits(Uint8Array.of(0x00, 0x00, 0x00))).toBeGreaterThanOrEqual(40);
    expect(hdlcBits(Uint8Array.of(0xff, 0xc8, 0xdf))).toBeGreaterThan(41);
  });

  it.each([
    // Fixed overheads of a call of one page without image bits, from T.30’s times by hand: V.17 and V.29, plain and ECM.
    ['v17-14400', false, 15.4, 13.8],
    ['v29-9600', false, 14.4, 12.7],
  ] as const)('of an empty page at %s, ECM %s, is %s s, at the shortest %s s', (modulation, ecm, nominal, short) => {
    const call = { pages: [new Uint8Array(0)], modulation, ecm };
    expect(floorOf(call, 'nominal')).toBeCloseTo(nominal, 0);
    expect(floorOf(call, 'short')).toBeCloseTo(short, 0);
  });

  it('of 31,560 octets of MMR with ECM at 14,400 bit/s is about 34.5 s', () => {
    const page = Uint8Array.from({ length: 31_560 }, (_, n) => (n * 73) & 0xff);
    const call = { pages: [page], modulation: 'v17-14400', ecm: true } as const;
    expect(floorOf(call, 'nominal')).toBeGreaterThan(33.5);
    expect(floorOf(call, 'nominal')).toBeLessThan(35);
    expect(floorOf(call, 'short')).toBeLessThan(floorOf(call, 'nominal') - 1);
  });

  it('grows by about three seconds a page of little text', () => {
    const page = new Uint8Array(100);
    const of = (pages: number) =>
      floorOf({ pages: Array.from({ length: pages }, () => page), modulation: 'v17-14400', ecm: true }, 'nominal');
    expect(of(2) - of(1)).toBeGreaterThan(2.7);
    expect(of(2) - of(1)).toBeLessThan(3.4);
  });
});
