/** A TIFF of one white page of 1728 by 8 dots, uncompressed, with texts in the given tags: made by hand. */
export function faxTiffFile(texts: Readonly<Record<number, string>>, order: 'II' | 'MM' = 'II'): Uint8Array {
  const pixels = Buffer.alloc(216 * 8);
  const strings = Object.entries(texts).map(([tag, text]) => ({
    tag: Number(tag),
    octets: Buffer.from(`${text}\0`, 'latin1'),
  }));
  const numbers: readonly (readonly [tag: number, type: 3 | 4, value: number])[] = [
    [256, 4, 1728],
    [257, 4, 8],
    [258, 3, 1],
    [259, 3, 1],
    [262, 3, 0],
    [277, 3, 1],
    [278, 4, 8],
    [279, 4, pixels.length],
  ];
  const count = numbers.length + 1 + strings.length;
  let at = 8 + 2 + count * 12 + 4;
  const placed = strings.map(({ tag, octets }) => {
    const place = { tag, octets, at };
    at += octets.length + (octets.length % 2);
    return place;
  });
  const file = Buffer.alloc(at + pixels.length);
  const short = (value: number, offset: number) =>
    order === 'II' ? file.writeUInt16LE(value, offset) : file.writeUInt16BE(value, offset);
  const long = (value: number, offset: number) =>
    order === 'II' ? file.writeUInt32LE(value, offset) : file.writeUInt32BE(value, offset);
  file.write(order, 0, 'latin1');
  short(42, 2);
  long(8, 4);
  short(count, 8);
  const fields = [
    ...[...numbers, [273, 4, at] as const].map(([tag, type, value]) => ({ tag, type, length: 1, value, octets: null })),
    ...placed.map(({ tag, octets, at: value }) => ({ tag, type: 2, length: octets.length, value, octets })),
  ].sort((a, b) => a.tag - b.tag);
  fields.forEach(({ tag, type, length, value, octets }, index) => {
    const entry = 10 + index * 12;
    short(tag, entry);
    short(type, entry + 2);
    long(length, entry + 4);
    // What fits into four octets stands in the entry itself.
    if (octets !== null && octets.length <= 4) octets.copy(file, entry + 8);
    else if (type === 3) short(value, entry + 8);
    else long(value, entry + 8);
    if (octets !== null && octets.length > 4) octets.copy(file, value);
  });
  pixels.copy(file, at);
  return file;
}
