const reversed = Uint8Array.from({ length: 256 }, (_, octet) => {
  let out = 0;
  for (let bit = 0; bit < 8; bit++) if (octet & (1 << bit)) out |= 0x80 >> bit;
  return out;
});

/** An octet with its bits in the opposite order: between T.30 notation and numbers sent low bit first. */
export function reverseBits(octet: number): number {
  return reversed[octet & 0xff]!;
}

/** Octets as the transcript shows them: upper case, without spaces. */
export function toHex(octets: Uint8Array): string {
  let out = '';
  for (const octet of octets) out += octet.toString(16).padStart(2, '0');
  return out.toUpperCase();
}

/** Octets of a text like `FF C8 21`; spaces are optional. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replaceAll(/\s+/g, '');
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits)) throw new RangeError(`not hexadecimal: ${text.slice(0, 60)}`);
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}
