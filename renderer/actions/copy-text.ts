import { useConsole } from '../console.tsx';
import type { PageApi } from '../door.ts';
import type { Toasts } from '../stores/toasts.ts';
import { outcomeOf } from './outcome.ts';

/** Puts a text on the clipboard, by way of the desktop: the page has no permission to. A failure is said; then false. */
export async function copyText(
  { api, toasts }: { readonly api: Pick<PageApi, 'shell'>; readonly toasts: Toasts },
  text: string,
): Promise<boolean> {
  const outcome = await outcomeOf(() => api.shell('copyText', { text }));
  if (!outcome.ok) toasts.showError(outcome.error);
  return outcome.ok;
}

/** {@link copyText} of this window. */
export function useCopyText(): (text: string) => Promise<boolean> {
  const console = useConsole();
  return (text) => copyText(console, text);
}
