import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeIfp, encodeIfp, type Ifp, type IfpVersion, ifpDataTypes, ifpFieldTypes, ifpIndicators } from './ifp.ts';

const versions = [0, 1, 2, 3] as const;
const octets = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hex = (data: Uint8Array) => Buffer.from(data).toString('hex');

/** Any packet that a version can carry. */
function anyIfp(version: IfpVersion): fc.Arbitrary<Ifp> {
  const field = fc.record({
    type: fc.constantFrom(...(version === 0 ? ifpFieldTypes.slice(0, 8) : ifpFieldTypes)),
    data: fc.option(fc.uint8Array({ minLength: 1, maxLength: 300 }), { nil: null }),
  });
  return fc.oneof(
    fc.record({ kind: fc.constant('indicator' as const), indicator: fc.constantFrom(...ifpIndicators) }),
    fc.record({
      kind: fc.constant('data' as const),
      type: fc.constantFrom(...ifpDataTypes),
      fields: fc.array(field, { maxLength: 6 }),
    }),
  );
}

describe('an IFP packet', () => {
  it.each<[string, IfpVersion, Ifp]>([
    ['00', 0, { kind: 'indicator', indicator: 'no-signal' }],
    ['04', 0, { kind: 'indicator', indicator: 'ced' }],
    ['06', 3, { kind: 'indicator', indicator: 'v21-preamble' }],
    ['1e', 0, { kind: 'indicator', indicator: 'v17-14400-long' }],
    ['2000', 3, { kind: 'indicator', indicator: 'v8-ansam' }],
    ['2180', 3, { kind: 'indicator', indicator: 'v33-14400' }],
    ['c001800000ff', 0, { kind: 'data', type: 'v21', fields: [{ type: 'hdlc-data', data: octets('ff') }] }],
    ['c00100', 0, { kind: 'data', type: 'v21', fields: [{ type: 'hdlc-data', data: null }] }],
    ['c00140', 0, { kind: 'data', type: 'v21', fields: [{ type: 'hdlc-fcs-ok-sig-end', data: null }] }],
    ['c00120', 1, { kind: 'data', type: 'v21', fields: [{ type: 'hdlc-fcs-ok-sig-end', data: null }] }],
    [
      'd001e00001abcd',
      0,
      { kind: 'data', type: 'v17-14400', fields: [{ type: 't4-non-ecm-data', data: octets('abcd') }] },
    ],
    [
      'd001b00001abcd',
      2,
      { kind: 'data', type: 'v17-14400', fields: [{ type: 't4-non-ecm-data', data: octets('abcd') }] },
    ],
    [
      'c002800003ffc8c14020',
      0,
      {
        kind: 'data',
        type: 'v21',
        fields: [
          { type: 'hdlc-data', data: octets('ffc8c140') },
          { type: 'hdlc-fcs-ok', data: null },
        ],
      },
    ],
    ['e0400100', 3, { kind: 'data', type: 'v34-pri-rate', fields: [{ type: 'hdlc-data', data: null }] }],
  ])('is %s in version %i', (wire, version, ifp) => {
    expect(hex(encodeIfp(ifp, version))).toBe(wire);
    expect(decodeIfp(octets(wire), version)).toEqual({ ifp, length: wire.length / 2 });
  });

  it.each(versions)('of version %i comes back as it went', (version) => {
    fc.assert(
      fc.property(anyIfp(version), (ifp) => {
        const wire = encodeIfp(ifp, version);
        expect(decodeIfp(wire, version)).toEqual({ ifp, length: wire.length });
      }),
    );
  });

  it.each(versions)('of version %i may carry zeros behind it, and nothing else', (version) => {
    fc.assert(
      fc.property(anyIfp(version), fc.integer({ min: 1, max: 60 }), (ifp, zeros) => {
        const wire = encodeIfp(ifp, version);
        const padded = Uint8Array.from([...wire, ...new Uint8Array(zeros)]);
        expect(decodeIfp(padded, version)).toEqual({ ifp, length: wire.length });
        padded[padded.length - 1] = 1;
        expect(decodeIfp(padded, version)).toBeNull();
      }),
    );
  });

  it('says which packets it cannot hold', () => {
    const field = { type: 'hdlc-fcs-ok', data: null } as const;
    expect(() => encodeIfp({ kind: 'data', type: 'v21', fields: Array(128).fill(field) }, 0)).toThrow(RangeError);
    expect(() =>
      encodeIfp({ kind: 'data', type: 'v21', fields: [{ type: 'hdlc-data', data: new Uint8Array(65_536) }] }, 0),
    ).toThrow(RangeError);
    expect(() =>
      encodeIfp({ kind: 'data', type: 'v8', fields: [{ type: 'cm-message', data: octets('01') }] }, 0),
    ).toThrow(RangeError);
  });

  it('sends a field of no octets as one that carries none', () => {
    const wire = encodeIfp({ kind: 'data', type: 'v21', fields: [{ type: 'hdlc-data', data: new Uint8Array(0) }] }, 0);
    expect(hex(wire)).toBe('c00100');
  });

  it('is read where fields without data are packed bit by bit, as PER has them', () => {
    // fcs-OK (0 010), hdlc-data (1 000), then the data at the next octet.
    expect(decodeIfp(octets('c002280000ff'), 0)?.ifp).toEqual({
      kind: 'data',
      type: 'v21',
      fields: [
        { type: 'hdlc-fcs-ok', data: null },
        { type: 'hdlc-data', data: octets('ff') },
      ],
    });
    // 0 0 010, 1 0 000, six bits to the octet.
    expect(decodeIfp(octets('c00214000000ff'), 1)?.ifp).toEqual({
      kind: 'data',
      type: 'v21',
      fields: [
        { type: 'hdlc-fcs-ok', data: null },
        { type: 'hdlc-data', data: octets('ff') },
      ],
    });
  });

  it.each([
    ['an indicator of a later edition', '2600'],
    ['data of a later edition', 'e60001800000ff'],
    ['a field of a later edition', 'c001c8000000ff'],
  ])('with %s is unknown, with its length', (_, wire) => {
    expect(decodeIfp(octets(wire), 3)).toEqual({ ifp: { kind: 'unknown' }, length: wire.length / 2 });
  });

  it.each([
    ['no octet', ''],
    ['a data type that there is none of', 'd201800000ff'],
    ['half an extension', '20'],
    ['an extension no edition can have', '3000'],
    ['no count of fields', 'c0'],
    ['fewer fields than it says', 'c002800000ff'],
    ['less data than it says', 'c001800005ff'],
    ['a count in fragments', 'c0c101'],
    ['an end of signal as version 0 has it', 'c00140'],
  ])('with %s is malformed', (_, wire) => {
    expect(decodeIfp(octets(wire), 1)).toBeNull();
  });

  it.each(['c001880000ff', 'c00108', 'c00118'])('%s of a later version is malformed in version 0', (wire) => {
    expect(decodeIfp(octets(wire), 3)).not.toBeNull();
    expect(decodeIfp(octets(wire), 0)).toBeNull();
  });

  it('of any octets never throws, and is read again as it was read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...versions), (wire, version) => {
        const decoded = decodeIfp(wire, version);
        if (decoded === null || decoded.ifp.kind === 'unknown') return;
        expect(decoded.length).toBeLessThanOrEqual(wire.length);
        expect(decodeIfp(encodeIfp(decoded.ifp, version), version)?.ifp).toEqual(decoded.ifp);
      }),
      { numRuns: 2000 },
    );
  });
});
