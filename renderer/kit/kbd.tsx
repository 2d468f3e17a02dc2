import type { ReactNode } from 'react';
import { showKey } from '../commands/keys.ts';

/** A key or chord as it is printed on the keyboard; decorative, since the command's own name is read out. */
export function Kbd({ keys }: { readonly keys: string }): ReactNode {
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd takes no focus
  return <kbd aria-hidden="true">{showKey(keys)}</kbd>;
}
