import { type ReactNode, useState } from 'react';
import type { FaxErrorData } from '../../app/model/errors.ts';
import { useCopyText } from '../actions/copy-text.ts';
import type { IconComponent } from './icons/icon.tsx';
import { CheckIcon, CopyIcon, InfoIcon, MoonIcon, WarningIcon } from './icons/icons.tsx';
import { StateFailedIcon } from './icons/state-icons.tsx';

const icons = { info: InfoIcon, warn: WarningIcon, bad: StateFailedIcon, cool: MoonIcon } as const;

export interface NoteProps {
  readonly tone: keyof typeof icons;
  readonly icon?: IconComponent;
  readonly children: ReactNode;
  /** At the right end: one link or button. */
  readonly act?: ReactNode;
  readonly className?: string;
}

/** A sentence on a soft ground, in place: what is wrong or worth knowing here. */
export function Note({ tone, icon, children, act, className }: NoteProps): ReactNode {
  const Icon = icon ?? icons[tone];
  return (
    <div className={`note ${tone} ${className ?? ''}`}>
      <Icon />
      <div className="fill">{children}</div>
      {act}
    </div>
  );
}

/** What {@link ErrorNote} shows of an error: a `FaxError` has all of it. */
export type ShownError = Pick<FaxErrorData, 'message' | 'next'> & { readonly code: string };

/** An error as everywhere in the console: sentence, next step, code, Copy details. Announced at once. */
export function ErrorNote({ error, details }: { readonly error: ShownError; readonly details?: string }): ReactNode {
  return (
    <div className="note bad" role="alert">
      <StateFailedIcon />
      <div className="fill">
        <p>
          <b>{error.message}</b> {error.next}
        </p>
        <ErrorCode error={error} {...(details === undefined ? {} : { details })} />
      </div>
    </div>
  );
}

/** An error's code, and all of it for the clipboard: what support asks for. */
export function ErrorCode({ error, details }: { readonly error: ShownError; readonly details?: string }): ReactNode {
  const [copied, setCopied] = useState(false);
  const copyText = useCopyText();
  const copy = async (): Promise<void> => {
    setCopied(await copyText([error.code, error.message, error.next, details ?? ''].join('\n').trim()));
  };
  return (
    <p className="row mt-1" style={{ flexWrap: 'wrap' }}>
      <code className="error-code">{error.code}</code>
      <button type="button" className="link s12 row" style={{ gap: 4 }} onClick={() => void copy()}>
        {copied ? <CheckIcon size={14} /> : <CopyIcon size={14} />}
        {copied ? 'Copied' : 'Copy details'}
      </button>
    </p>
  );
}
