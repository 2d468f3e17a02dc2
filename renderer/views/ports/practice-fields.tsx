import type { ReactNode } from 'react';
import { Field } from '../../kit/field.tsx';
import { Note } from '../../kit/note.tsx';
import { SegmentedControl } from '../../kit/segmented-control.tsx';
import { practiceSentence } from '../../words/server-words.ts';
import type { LineFieldsProps } from './line-fields.ts';

/** A practice line: its number, and how it misbehaves, if it shall. */
export function PracticeFields({ draft, errors, set }: LineFieldsProps): ReactNode {
  return (
    <>
      <Note tone="info">{practiceSentence}. A practice line calls the other practice lines of this computer.</Note>
      <Field
        label="Number"
        inputMode="tel"
        value={draft.number}
        error={errors.number}
        onChange={(event) => set({ number: event.target.value })}
      />
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
    </>
  );
}
