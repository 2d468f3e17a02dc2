/** Frames that an FNV can name as not valid, by the bit of its first octet (T.30 5.3.6.2.13). */
const frames = ['PWD', 'SEP', 'SUB', 'SID', 'secure', 'TSI', 'PSA'] as const;

export type InvalidField = (typeof frames)[number];

/** What an FNV says is not valid; empty where it names nothing that we know. */
export function decodeFnv(fif: Uint8Array): readonly InvalidField[] {
  const octet = fif[0] ?? 0;
  return frames.filter((_, i) => (octet & (0x80 >> i)) !== 0);
}
