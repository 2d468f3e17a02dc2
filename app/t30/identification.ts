import { reverseBits } from './octets.ts';

/** Characters of CSI, TSI, CIG, SUB and their like (T.30 5.3.6.2.4 to 5.3.6.2.6). */
const LENGTH = 20;
const SPACE = 0x20;

/**
 * An identification as its FIF: 20 octets, the last character first, each octet bit-reversed, padded with spaces.
 * What is not printable ASCII becomes a space; characters past the twentieth are dropped.
 */
export function encodeIdentification(text: string): Uint8Array {
  const fif = new Uint8Array(LENGTH).fill(reverseBits(SPACE));
  const characters = [...text].slice(0, LENGTH).reverse();
  for (const [i, character] of characters.entries()) {
    const code = character.codePointAt(0) ?? SPACE;
    fif[i] = reverseBits(code >= SPACE && code < 0x7f ? code : SPACE);
  }
  return fif;
}

/** The text of an identification of any length, without padding; what is not printable ASCII becomes `?`. */
export function decodeIdentification(fif: Uint8Array): string {
  let text = '';
  for (const octet of fif.subarray(0, LENGTH)) {
    const code = reverseBits(octet);
    text = (code >= SPACE && code < 0x7f ? String.fromCharCode(code) : code === 0 ? ' ' : '?') + text;
  }
  return text.trim();
}
