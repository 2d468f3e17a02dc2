/** Sentences as one text. Each part may end with a full stop or not; a colon or a question stands as it is. */
export function sentences(...parts: readonly (string | null | undefined)[]): string {
  return parts
    .map((part) => part?.trim() ?? '')
    .filter((part) => part !== '')
    .map((part, index, all) => (index < all.length - 1 && !/[.!?:…]$/.test(part) ? `${part}.` : part))
    .join(' ');
}
