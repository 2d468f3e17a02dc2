import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import type { FaxErrorData } from '../../../app/model/errors.ts';
import type { Port } from '../../../app/model/port.ts';
import { useConsole } from '../../console.tsx';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { ErrorNote } from '../../kit/note.tsx';
import { Select } from '../../kit/select.tsx';
import { Switch } from '../../kit/switch.tsx';
import { draftOfPort, type PortDraft, type PortField, readPortDraft } from './port-draft.ts';
import { portsWords } from './words.ts';

/** A port's settings in place: ranges beside the fields, errors at them, Escape leaves all as it was. */
export function PortForm({ port, onDone }: { readonly port: Port; readonly onDone: () => void }): ReactNode {
  const { office, toasts } = useConsole();
  const [draft, setDraft] = useState<PortDraft>(() => draftOfPort(port));
  const [errors, setErrors] = useState<Readonly<Partial<Record<PortField, string>>>>({});
  const [refused, setRefused] = useState<FaxErrorData | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (changes: Partial<PortDraft>): void => setDraft((before) => ({ ...before, ...changes }));

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const read = readPortDraft(port, draft);
    setErrors(read.ok ? {} : read.errors);
    setRefused(null);
    if (!read.ok) return;
    if (Object.keys(read.changes).length === 0) return onDone();
    setBusy(true);
    const outcome = await office.setPort(port.name, read.changes);
    setBusy(false);
    if (!outcome.ok) return setRefused(outcome.error);
    toasts.say(`${port.name} saved`);
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    onDone();
  };
  const { fields, ranges } = portsWords;
  return (
    <form
      className="set"
      aria-label={`${portsWords.edit} ${port.name}`}
      onSubmit={(event) => void save(event)}
      onKeyDown={onKeyDown}
      noValidate
    >
      {refused && (
        <div className="mb-2">
          <ErrorNote error={refused} />
        </div>
      )}
      <div className="values">
        <Field
          label={fields.rings}
          className="tn"
          inputMode="numeric"
          autoFocus
          onFocus={(event) => event.target.select()}
          value={draft.rings}
          hint={ranges.rings}
          error={errors.rings}
          onChange={(event) => set({ rings: event.target.value })}
        />
        <Field
          label={fields.csid}
          maxLength={20}
          value={draft.csid}
          hint={ranges.csid(draft.csid.length)}
          error={errors.csid}
          onChange={(event) => set({ csid: event.target.value })}
        />
        <Field
          label={fields.tsid}
          maxLength={20}
          value={draft.tsid}
          hint={ranges.tsid(draft.tsid.length)}
          error={errors.tsid}
          onChange={(event) => set({ tsid: event.target.value })}
        />
        <Field
          label={fields.priority}
          className="tn"
          inputMode="numeric"
          value={draft.priority}
          hint={ranges.priority}
          error={errors.priority}
          onChange={(event) => set({ priority: event.target.value })}
        />
      </div>
      <div className="row mt-2" style={{ gap: 12 }}>
        <Switch label={fields.send} checked={draft.send} onChange={(send) => set({ send })} />
        <div style={{ width: 150 }}>
          <Select
            label={fields.receive}
            labelHidden
            value={draft.receive}
            onChange={(receive) => set({ receive })}
            options={[
              { value: 'none', label: portsWords.receive.none },
              { value: 'auto', label: portsWords.receive.auto },
              { value: 'manual', label: portsWords.receive.manual },
            ]}
          />
        </div>
        <span className="fill" />
        <Button kind="quiet" onClick={onDone}>
          {portsWords.cancel}
        </Button>
        <Button kind="primary" type="submit" disabled={busy}>
          {portsWords.save}
        </Button>
      </div>
    </form>
  );
}
