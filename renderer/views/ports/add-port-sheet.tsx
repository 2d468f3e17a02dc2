import { type FormEvent, type ReactNode, useState } from 'react';
import type { FaxErrorData } from '../../../app/model/errors.ts';
import type { Port } from '../../../app/model/port.ts';
import { useConsole, useFacts } from '../../console.tsx';
import { Button } from '../../kit/button.tsx';
import { Sheet } from '../../kit/dialog.tsx';
import { Field } from '../../kit/field.tsx';
import { ErrorNote, Note } from '../../kit/note.tsx';
import { SegmentedControl } from '../../kit/segmented-control.tsx';
import { practiceSentence } from '../../words/server-words.ts';
import { type LineDraft, type LineField, proposeLine, readLine } from './line-draft.ts';

const none: readonly Port[] = [];

/** Adds a practice line: a name, a number, and how it misbehaves, if it shall. */
export function AddPortSheet(): ReactNode {
  const { office, view } = useConsole();
  const ports = useFacts((facts) => facts.snapshot?.ports ?? none);
  const [draft, setDraft] = useState<LineDraft>(() => proposeLine(ports));
  const [errors, setErrors] = useState<Readonly<Partial<Record<LineField, string>>>>({});
  const [refused, setRefused] = useState<FaxErrorData | null>(null);
  const [busy, setBusy] = useState(false);
  const close = (): void => view.setState({ overlay: null });
  const set = (changes: Partial<LineDraft>): void => setDraft((before) => ({ ...before, ...changes }));

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

  return (
    <Sheet
      open
      onClose={close}
      title="Add a practice line"
      footer={
        <>
          <span className="fill" />
          <Button onClick={close}>Cancel</Button>
          <Button kind="primary" size="large" type="submit" form="add-line" disabled={busy}>
            Add line
          </Button>
        </>
      }
    >
      <form id="add-line" className="flex flex-col gap-4" onSubmit={(event) => void add(event)} noValidate>
        {refused && <ErrorNote error={refused} />}
        <Note tone="info">{practiceSentence}. A practice line calls the other practice lines of this computer.</Note>
        <div className="grid grid-cols-2 gap-3">
          <Field
            label="Name"
            autoFocus
            maxLength={64}
            value={draft.name}
            error={errors.name}
            onChange={(event) => set({ name: event.target.value })}
          />
          <Field
            label="Number"
            inputMode="tel"
            value={draft.number}
            error={errors.number}
            onChange={(event) => set({ number: event.target.value })}
          />
        </div>
        <fieldset className="flex flex-col gap-3 border-0 p-0 m-0">
          <legend className="section-title p-0 mb-2">Faults, to try things out</legend>
          <div className="grid grid-cols-2 gap-3">
            <Field
              label="Noise"
              placeholder="none"
              inputMode="decimal"
              hint="Share of wrong bits, 0 to 0.5"
              value={draft.noise}
              error={errors.noise}
              onChange={(event) => set({ noise: event.target.value })}
            />
            <Field
              label="Cut the call after"
              placeholder="never"
              inputMode="decimal"
              hint="Seconds on the line"
              value={draft.cut}
              error={errors.cut}
              onChange={(event) => set({ cut: event.target.value })}
            />
          </div>
          <div className="field-group">
            <span className="lab">Speed</span>
            <div>
              <SegmentedControl
                label="Speed"
                value={draft.speed}
                onChange={(speed) => set({ speed })}
                segments={[
                  { value: 'max', label: 'As fast as it goes' },
                  { value: 'real', label: 'As a real modem' },
                ]}
              />
            </div>
          </div>
        </fieldset>
      </form>
    </Sheet>
  );
}
