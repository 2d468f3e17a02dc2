import type { ReactNode } from 'react';
import { Field } from '../../kit/field.tsx';
import { Note } from '../../kit/note.tsx';
import type { LineFieldsProps } from './line-fields.ts';

/** A T.38 terminal at a fixed place. */
export function T38Fields({ draft, errors, set }: LineFieldsProps): ReactNode {
  return (
    <>
      <Note tone="info">
        For a gateway or a terminal that speaks T.38 over UDP. There is no dialling: each call goes to this one place.
      </Note>
      <div className="grid grid-cols-2 gap-3">
        <Field
          label="Other end"
          placeholder="host:port"
          hint="Where faxes go, and come from"
          value={draft.remote}
          error={errors.remote}
          onChange={(event) => set({ remote: event.target.value })}
        />
        <Field
          label="This end"
          placeholder="127.0.0.1, any port"
          hint="Where calls may come in"
          value={draft.bind}
          error={errors.bind}
          onChange={(event) => set({ bind: event.target.value })}
        />
      </div>
    </>
  );
}
