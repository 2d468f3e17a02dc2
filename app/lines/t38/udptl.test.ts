import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareSize, decodeDatagram, encodeDatagram, openTypeSize, type UdptlDatagram } from './udptl.ts';

const octets = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hex = (data: Uint8Array) => Buffer.from(data).toString('hex');

const packet = fc.uint8Array({ minLength: 1, maxLength: 200 });
const anyDatagram: fc.Arbitrary<UdptlDatagram> = fc.record({
  seq: fc.integer({ min: 0, max: 0xffff }),
  primary: packet,
  recovery: fc.oneof(
    fc.record({ kind: fc.constant('secondaries' as const), packets: fc.array(packet, { maxLength: 9 }) }),
    fc.record({
      kind: fc.constant('parity' as const),
      span: fc.integer({ min: 0, max: 255 }),
      sets: fc.array(packet, { maxLength: 9 }),
    }),
  ),
});

describe('a UDPTL datagram', () => {
  it.each<[string, UdptlDatagram]>([
    ['000001000000', { seq: 0, primary: octets('00'), recovery: { kind: 'secondaries', packets: [] } }],
    ['0001010400010100', { seq: 1, primary: octets('04'), recovery: { kind: 'secondaries', packets: [octets('00')] } }],
    ['0001010080010000', { seq: 1, primary: octets('00'), recovery: { kind: 'parity', span: 0, sets: [] } }],
    [
      'ffff010480010302020406020506',
      {
        seq: 0xffff,
        primary: octets('04'),
        recovery: { kind: 'parity', span: 3, sets: [octets('0406'), octets('0506')] },
      },
    ],
  ])('is %s', (wire, datagram) => {
    expect(hex(encodeDatagram(datagram))).toBe(wire);
    expect(decodeDatagram(octets(wire))).toEqual(datagram);
  });

  it('comes back as it went, and is as long as was said', () => {
    fc.assert(
      fc.property(anyDatagram, (datagram) => {
        const wire = encodeDatagram(datagram);
        expect(decodeDatagram(wire)).toEqual(datagram);
        const { primary, recovery } = datagram;
        const entries = recovery.kind === 'parity' ? recovery.sets : recovery.packets;
        const size = entries.reduce((sum, { length }) => sum + openTypeSize(length), bareSize(primary, recovery.kind));
        expect(wire.length).toBe(size);
      }),
    );
  });

  it('takes packets of up to 16383 octets, and none without any', () => {
    const recovery = { kind: 'secondaries', packets: [] } as const;
    const longest = encodeDatagram({ seq: 7, primary: new Uint8Array(16_383), recovery });
    expect(decodeDatagram(longest)?.primary.length).toBe(16_383);
    expect(() => encodeDatagram({ seq: 7, primary: new Uint8Array(16_384), recovery })).toThrow(RangeError);
    expect(() => encodeDatagram({ seq: 7, primary: new Uint8Array(0), recovery })).toThrow(RangeError);
  });

  it.each([
    ['nothing', ''],
    ['half a number', '00'],
    ['no packet', '0000'],
    ['a packet of no octet', '0000000000'],
    ['less of a packet than it says', '0000050000'],
    ['a packet in fragments', '0000c10000'],
    ['no recovery', '00000104'],
    ['no count of secondaries', '0000010400'],
    ['fewer secondaries than it says', '0000010400020100'],
    ['half a secondary', '00000104000103ff'],
    ['octets behind it', '00000104000000'],
    ['a span of two octets', '000001048002000300'],
    ['no span', '0000010480'],
    ['more sets than anyone sends', `0000010480010180ff${'0100'.repeat(255)}`],
  ])('with %s is malformed', (_, wire) => {
    expect(decodeDatagram(octets(wire))).toBeNull();
  });

  it('cut short anywhere is malformed', () => {
    fc.assert(
      fc.property(anyDatagram, fc.nat(), (datagram, cut) => {
        const wire = encodeDatagram(datagram);
        expect(decodeDatagram(wire.subarray(0, cut % wire.length))).toBeNull();
      }),
    );
  });

  it('of any octets never throws, and is read again as it was read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (wire) => {
        const datagram = decodeDatagram(wire);
        if (datagram === null) return;
        const { recovery } = datagram;
        if ((recovery.kind === 'parity' ? recovery.sets : recovery.packets).some(({ length }) => length === 0)) return;
        expect(decodeDatagram(encodeDatagram(datagram))).toEqual(datagram);
      }),
      { numRuns: 2000 },
    );
  });
});
