/** A pressed chord, as `keydown` tells it. */
export type PressedKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

const isMac = typeof navigator !== 'undefined' && /Mac/i.test(navigator.platform);

/**
 * The chord as the registry writes it: modifiers in the order Ctrl, Alt, Shift, then the key: `Ctrl+Shift+S`, `R`, `?`.
 * On a Mac the command key is Ctrl. Shift is left out of a sign that needs it (`?`, `+`).
 */
export function keyOf(event: PressedKey, mac = isMac): string {
  const control = mac ? event.metaKey : event.ctrlKey;
  const letter = /^[a-z]$/i.test(event.key);
  const sign = event.key.length === 1 && !letter && event.key !== ' ';
  const key = letter ? event.key.toUpperCase() : event.key === ' ' ? 'Space' : event.key;
  const parts = [control && 'Ctrl', event.altKey && 'Alt', event.shiftKey && !sign && 'Shift', key];
  return parts.filter((part) => part !== false).join('+');
}

/** True for a chord without Ctrl or Alt that types a character: it works only while a list has the focus (WCAG 2.1.4). */
export const isSingleCharacter = (keys: string): boolean => keys.length === 1;

const shown: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  Delete: 'Del',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

/** The chord as it is printed on a button: `Ctrl K`, `Esc`, `Alt ↑`; on a Mac with its signs. */
export function showKey(keys: string, mac = isMac): string {
  const parts = keys.split(/(?<=.)\+/).map((part) => shown[part] ?? part);
  return parts.map((part) => (mac && part === 'Ctrl' ? '⌘' : mac && part === 'Alt' ? '⌥' : part)).join(' ');
}
