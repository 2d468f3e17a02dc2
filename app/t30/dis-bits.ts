/**
 * Every bit of DIS, DTC and DCS by its number (T.30 table 2). What the engine uses has its own field in `dis-dcs.ts`;
 * here all of them have a name, for the transcript and for telling what is unknown.
 */

/** An information field that ends where its extend bits say so: bit 24, then each eighth one (T.30 5.3.6.2.1). */
export function fieldReader(fif: Uint8Array) {
  let length = Math.min(fif.length, 3);
  while (length >= 3 && length < fif.length && (fif[length - 1]! & 1) === 1) length++;
  const bit = (n: number): boolean => {
    const index = (n - 1) >> 3;
    return index < length && (fif[index]! & (0x80 >> ((n - 1) & 7))) !== 0;
  };
  const number = (n: number, width: number): number => {
    let value = 0;
    for (let i = 0; i < width; i++) value = (value << 1) | (bit(n + i) ? 1 : 0);
    return value;
  };
  return { bit, number, length };
}

/** Bits that make numbers together, and the extend bits of the first octets: told by `dis-dcs.ts`. */
const fields: ReadonlySet<number> = new Set([10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 22, 23]);

/** Bits by name. A name with two forms is the one in DIS and DTC, then the one in DCS. */
const names: ReadonlyMap<number, string | readonly [string, string]> = new Map<
  number,
  string | readonly [string, string]
>([
  [1, 't37'],
  [3, 't38'],
  [4, '3g'],
  [6, 'v8'],
  [7, ['64-preferred', '7']],
  [9, ['poll', '9']],
  [15, 'fine'],
  [16, 'mr'],
  [26, 'uncompressed'],
  [27, 'ecm'],
  [28, ['28', '64-octets']],
  [31, 'mmr'],
  [33, 'fnv'],
  [34, 'multiple-polling'],
  [35, 'psa'],
  [36, 't43'],
  [37, 'plane-interleave'],
  [38, 'g726'],
  [39, 'extended-voice'],
  [41, 'superfine'],
  [42, '300x300'],
  [43, '400x400'],
  [44, ['inch-preferred', 'inch']],
  [45, 'metric-preferred'],
  [46, 'half-scan-time'],
  [47, 'sep'],
  [49, 'sub'],
  [50, ['pwd', 'sid']],
  [51, 'data-file-poll'],
  [53, 'bft'],
  [54, 'dtm'],
  [55, 'edi'],
  [57, 'btm'],
  [59, 'character-mode'],
  [60, 'mixed-mode-60'],
  [62, 'mixed-mode-62'],
  [65, 'processable'],
  [66, 'digital-network'],
  [67, 'duplex'],
  [68, 'jpeg'],
  [69, 'full-colour'],
  [70, 'preferred-huffman'],
  [71, '12-bit'],
  [73, 'no-subsampling'],
  [74, 'custom-illuminant'],
  [75, 'custom-gamut'],
  [76, 'letter'],
  [77, 'legal'],
  [78, 't85'],
  [79, 't85-l0'],
  ...Array.from({ length: 11 }, (_, i): [number, string] => [81 + i, `security-${81 + i}`]),
  [92, 'mrc-1'],
  [93, 'mrc-2'],
  [94, 'mrc-3'],
  [95, 'mrc-strip'],
  [97, 'colour-300-400'],
  [98, 'colour-100'],
  [99, 'bft-negotiation-1'],
  [100, 'bft-negotiation-2'],
  [101, 'isp'],
  [102, 'ira'],
  [105, '600x600'],
  [106, '1200x1200'],
  [107, '300x600'],
  [108, '400x800'],
  [109, '600x1200'],
  [110, 'colour-600'],
  [111, 'colour-1200'],
  [113, 'double-sided-alternate'],
  [114, 'double-sided-continuous'],
  [115, 'mrc-black-white'],
  [116, 't45'],
  [117, 'shared-memory'],
  [118, 'colour-space-118'],
  [119, 'colour-space-119'],
  [121, 'flow-control'],
  [122, 'k-over-4'],
  [123, 'internet-aware'],
  [124, 't88-124'],
  [125, 't88-125'],
  [126, 't88-126'],
  [127, 'sycc-jpeg'],
]);

/** Bits in DCS by which a sender says that the image is of a kind we have no reader for. */
const otherImages: readonly number[] = [
  36, 38, 42, 43, 51, 53, 54, 55, 57, 59, 60, 62, 65, 68, 69, 78, 79, 92, 93, 94, 105, 106, 107, 108, 109, 110, 111,
  115, 116, 127,
];

const isExtend = (n: number): boolean => n >= 24 && n % 8 === 0;

/** Names of the bits that are set, but for those that make numbers; in their order. */
export function namedBits(fif: Uint8Array, frame: 'DIS' | 'DCS'): readonly string[] {
  return setBits(fif).flatMap((n) => {
    const name = names.get(n);
    if (name === undefined) return [];
    return [typeof name === 'string' ? name : name[frame === 'DIS' ? 0 : 1]];
  });
}

/** Numbers of the bits that are set and mean nothing that we know: kept, shown, and ignored. */
export function unknownBits(fif: Uint8Array): readonly number[] {
  return setBits(fif).filter((n) => !names.has(n) && !fields.has(n));
}

/** Names of the kinds of image that a DCS announces and that nobody offered. */
export function foreignImages(dcs: Uint8Array): readonly string[] {
  const { bit } = fieldReader(dcs);
  return otherImages.filter(bit).map((n) => String(names.get(n) ?? n));
}

function setBits(fif: Uint8Array): readonly number[] {
  const { bit, length } = fieldReader(fif);
  return Array.from({ length: length * 8 }, (_, i) => i + 1).filter((n) => !isExtend(n) && bit(n));
}
