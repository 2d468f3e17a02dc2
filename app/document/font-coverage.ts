/**
 * Which characters a TrueType font can draw: its `cmap` table, formats 4 and 12 (OpenType specification, cmap). Reads
 * our own embedded fonts only; throws a `RangeError` on anything else.
 */
export function fontCoverage(font: Uint8Array): (codePoint: number) => boolean {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableOffset(view, 'cmap');
  const formats = new Map<number, number>();
  for (let at = cmap + 4, left = view.getUint16(cmap + 2); left > 0; left--, at += 8) {
    const platform = view.getUint16(at);
    const subtable = cmap + view.getUint32(at + 4);
    // Platform 3 is Windows, 0 is Unicode; both map Unicode code points.
    if (platform === 0 || platform === 3) formats.set(view.getUint16(subtable), subtable);
  }
  const wide = formats.get(12);
  if (wide !== undefined) return (codePoint) => inGroups(view, wide, codePoint);
  const narrow = formats.get(4);
  if (narrow !== undefined) return (codePoint) => inSegments(view, narrow, codePoint);
  throw new RangeError('The font has no Unicode cmap.');
}

function tableOffset(view: DataView, tag: string): number {
  for (let at = 12, left = view.getUint16(4); left > 0; left--, at += 16) {
    const name = String.fromCharCode(...[0, 1, 2, 3].map((octet) => view.getUint8(at + octet)));
    if (name === tag) return view.getUint32(at + 8);
  }
  throw new RangeError(`The font has no table ${tag}.`);
}

function inGroups(view: DataView, table: number, codePoint: number): boolean {
  for (let at = table + 16, left = view.getUint32(table + 12); left > 0; left--, at += 12)
    if (codePoint >= view.getUint32(at) && codePoint <= view.getUint32(at + 4))
      return view.getUint32(at + 8) + codePoint - view.getUint32(at) !== 0;
  return false;
}

function inSegments(view: DataView, table: number, codePoint: number): boolean {
  if (codePoint > 0xffff) return false;
  const doubled = view.getUint16(table + 6);
  const ends = table + 14;
  const starts = ends + doubled + 2;
  for (let at = 0; at < doubled; at += 2) {
    if (codePoint > view.getUint16(ends + at)) continue;
    const start = view.getUint16(starts + at);
    if (codePoint < start) return false;
    const delta = view.getUint16(starts + doubled + at);
    const rangeAt = starts + 2 * doubled + at;
    const range = view.getUint16(rangeAt);
    const glyph = range === 0 ? codePoint + delta : view.getUint16(rangeAt + range + 2 * (codePoint - start));
    return (glyph & 0xffff) !== 0;
  }
  return false;
}
