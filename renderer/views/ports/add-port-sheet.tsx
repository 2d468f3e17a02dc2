import { type FormEvent, type ReactNode, useCallback, useState } from 'react';
import type { FaxErrorData } from '../../../app/model/errors.ts';
import type { Port } from '../../../app/model/port.ts';
import { useConsole, useFacts } from '../../console.tsx';
import { Button } from '../../kit/button.tsx';
import { Sheet } from '../../kit/dialog.tsx';
import { Field } from '../../kit/field.tsx';
import { ErrorNote } from '../../kit/note.tsx';
import { SegmentedControl } from '../../kit/segmented-control.tsx';
import { type LineDraft, type LineField, proposeLine, readLine, withKind } from './line-draft.ts';
import { ModemFields } from './modem-fields.tsx';
import { PracticeFields } from './practice-fields.tsx';
import { T38Fields } from './t38-fields.tsx';

const none: readonly Port[] = [];
const fields = { modem: ModemFields, t38: T38Fields, practice: PracticeFields } as const;

/** Adds a line: a modem that was found, a T.38 terminal, or a practice line. */
export function AddPortSheet(): ReactNode {
  const { office, view } = useConsole();
  const ports = useFacts((facts) => facts.snapshot?.ports ?? none);
  const [draft, setDraft] = useState<LineDraft>(() => proposeLine(ports));
  const [errors, setErrors] = useState<Readonly<Partial<Record<LineField, string>>>>({});
  const [refused, setRefused] = useState<FaxErrorData | null>(null);
  const [busy, setBusy] = useState(false);
  const close = (): void => view.setState({ overlay: null });
  const set = useCallback((changes: Partial<LineDraft>): void => setDraft((before) => ({ ...before, ...changes })), []);

  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const read = readLine(draft, ports);
    setErrors(read.ok ? {} : read.errors);
    setRefused(null);
    if (!read.ok) return;
    setBusy(true);
    const outcome = await office.addPort(read.name, read.address);
    setBusy(false);
    if (outcome.ok) close();
    else setRefused(outcome.error);
  };
  const Fields = fields[draft.kind];

  return (
    <Sheet
      open
      onClose={close}
      title="Add a line"
      footer={
        <>
          <span className="fill" />
          <Button onClick={close}>Cancel</Button>
          <Button kind="primary" size="large" type="submit" form="add-line" disabled={busy}>
            {busy ? 'Adding…' : 'Add line'}
          </Button>
        </>
      }
    >
      <form id="add-line" className="flex flex-col gap-4" onSubmit={(event) => void add(event)} noValidate>
        {refused && <ErrorNote error={refused} />}
        <div>
          <SegmentedControl
            label="Kind of line"
            value={draft.kind}
            onChange={(kind) => {
              setErrors({});
              setRefused(null);
              setDraft((before) => withKind(before, kind, ports));
            }}
            segments={[
              { value: 'modem', label: 'Modem' },
              { value: 't38', label: 'Fax over IP' },
              { value: 'practice', label: 'Practice' },
            ]}
          />
        </div>
        <Field
          label="Name"
          autoFocus
          maxLength={64}
          value={draft.name}
          error={errors.name}
          onChange={(event) => set({ name: event.target.value })}
        />
        <Fields draft={draft} errors={errors} set={set} />
      </form>
    </Sheet>
  );
}
