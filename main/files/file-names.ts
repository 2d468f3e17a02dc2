const MAX_LENGTH = 100;

/** Names that Windows keeps for devices, with or without an ending. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A file name that is safe on every system, from a name that may come from other people: no path, no control or
 * reserved characters, no leading or trailing dots, of bounded length, with just the ending given.
 */
export function safeFileName(name: string, ending: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}<>:"/\\|?*]/gu, ' ')
    .replace(new RegExp(`\\.${ending}$`, 'i'), '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const bounded = Array.from(plain).slice(0, MAX_LENGTH).join('').trimEnd();
  return `${bounded === '' || reserved.test(bounded) ? 'Fax' : bounded}.${ending}`;
}
