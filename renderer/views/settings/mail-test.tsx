import { type ReactNode, useState } from 'react';
import type { FaxErrorData } from '../../../app/model/errors.ts';
import { outcomeOf } from '../../actions/outcome.ts';
import { useConsole } from '../../console.tsx';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { settingsWords } from './words.ts';

/** Sends a mail by the settings as they are saved. */
export function MailTest({ unsaved }: { readonly unsaved: boolean }): ReactNode {
  const { api, toasts } = useConsole();
  const [to, setTo] = useState('');
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<FaxErrorData | null>(null);
  const words = settingsWords.test;
  const send = async (): Promise<void> => {
    setSending(true);
    setError(null);
    const outcome = await outcomeOf(() => api.request('mail.test', { to: to.trim() }));
    setSending(false);
    if (outcome.ok) toasts.show({ tone: 'good', title: words.sent(to.trim()) });
    else setError(outcome.error);
  };
  return (
    <div className="setting">
      <div>
        <p className="m setting-name">{words.name}</p>
        <p className="t2 s12">{words.words}</p>
      </div>
      <div className="control">
        <Field
          label={words.to}
          labelHidden
          placeholder={words.to}
          type="email"
          value={to}
          error={error === null ? null : `${error.message} ${error.next}`}
          hint={unsaved ? words.saveFirst : undefined}
          onChange={(event) => setTo(event.target.value)}
        />
        <Button type="button" disabled={sending || unsaved || to.trim() === ''} onClick={() => void send()}>
          {sending ? words.sending : words.send}
        </Button>
      </div>
    </div>
  );
}
