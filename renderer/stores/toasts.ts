import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FaxErrorData } from '../../app/model/errors.ts';
import { sentences } from '../words/sentences.ts';

export type ToastTone = 'good' | 'bad' | 'warn' | 'plain';

/** One short message. It is never the only record: the row, the card or the form says it too. */
export interface Toast {
  readonly id: number;
  readonly tone: ToastTone;
  readonly title: string;
  readonly words: string | null;
  /** One act: Undo, Show. */
  readonly act: { readonly label: string; readonly run: () => void } | null;
}

export interface ToastState {
  /** The one in sight, or null. The next one takes its place. */
  readonly toast: Toast | null;
  /** What the polite live region says; each text is said once. */
  readonly polite: readonly string[];
  /** What the assertive region says: failures that need a person. */
  readonly urgent: readonly string[];
}

export interface ToastInput {
  readonly tone?: ToastTone;
  readonly title: string;
  readonly words?: string | null;
  readonly act?: Toast['act'];
}

export interface Toasts {
  readonly store: StoreApi<ToastState>;
  /** Shows a toast and says it: politely, or at once when its tone is `bad`. */
  show(input: ToastInput): void;
  showError(error: FaxErrorData): void;
  dismiss(id: number): void;
  /** Says something to screen readers alone. */
  say(words: string, urgent?: boolean): void;
  /** Takes what was said out of the regions. */
  said(): void;
}

const mostWaiting = 3;

/** Toasts and what is said to screen readers; a burst keeps only its last few texts. */
export function createToasts(): Toasts {
  const store = createStore<ToastState>(() => ({ toast: null, polite: [], urgent: [] }));
  let last = 0;
  const say = (words: string, urgent = false): void =>
    store.setState((state) =>
      urgent
        ? { urgent: [...state.urgent, words].slice(-mostWaiting) }
        : { polite: [...state.polite, words].slice(-mostWaiting) },
    );
  const show = ({ tone = 'plain', title, words = null, act = null }: ToastInput): void => {
    last += 1;
    store.setState({ toast: { id: last, tone, title, words, act } });
    say(sentences(title, words), tone === 'bad');
  };
  return {
    store,
    show,
    showError: (error) => show({ tone: 'bad', title: error.message, words: error.next }),
    dismiss: (id) => store.setState((state) => (state.toast?.id === id ? { toast: null } : {})),
    say,
    said: () => store.setState({ polite: [], urgent: [] }),
  };
}
