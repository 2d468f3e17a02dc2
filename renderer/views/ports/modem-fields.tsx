import { type ReactNode, useEffect, useState } from 'react';
import type { ModemPort } from '../../../app/contract/modem-ports.ts';
import type { Outcome } from '../../actions/outcome.ts';
import { useConsole } from '../../console.tsx';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { RetryIcon } from '../../kit/icons/icons.tsx';
import { ErrorNote, Note } from '../../kit/note.tsx';
import { Select } from '../../kit/select.tsx';
import { type FoundModems, sortModems } from './line-draft.ts';
import type { LineFieldsProps } from './line-fields.ts';

/** The choice of a port that is not in the list. */
const OTHER = 'other';

/** A modem: one of those found on the serial ports, or a port by name. */
export function ModemFields(props: LineFieldsProps): ReactNode {
  const { office } = useConsole();
  const [found, setFound] = useState<Outcome<readonly ModemPort[]> | null>(null);
  const [look, setLook] = useState(() => office.findModems());
  useEffect(() => {
    let shown = true;
    setFound(null);
    void look.then((outcome) => {
      if (shown) setFound(outcome);
    });
    return () => {
      shown = false;
    };
  }, [look]);
  const again = (
    <Button kind="quiet" icon={RetryIcon} onClick={() => setLook(office.findModems())}>
      Look again
    </Button>
  );
  return (
    <>
      {found?.ok === false && <ErrorNote error={found.error} />}
      <ModemChoice {...props} found={found === null ? null : sortModems(found.ok ? found.value : [])} again={again} />
    </>
  );
}

interface ModemChoiceProps extends LineFieldsProps {
  /** Null while the ports are still asked, which takes seconds: who knows the port need not wait. */
  readonly found: FoundModems | null;
  readonly again: ReactNode;
}

const nothing: FoundModems = { usable: [], others: [] };

/** The modems found, the others with their reasons, and what is dialled for an outside line. */
export function ModemChoice({ draft, errors, set, found, again }: ModemChoiceProps): ReactNode {
  const { usable, others } = found ?? nothing;
  const [other, setOther] = useState(false);
  const byName = other || usable.length === 0 || !(draft.device === '' || usable.some(isAt(draft.device)));
  const first = usable[0]?.path ?? '';
  useEffect(() => {
    if (draft.device === '' && first !== '' && !other) set({ device: first });
  }, [draft.device, first, other, set]);
  return (
    <>
      {found === null && <Note tone="info">Looking at the serial ports; each is asked what it is…</Note>}
      {found !== null && usable.length === 0 && (
        <Note tone="warn" act={again}>
          No fax modem was found. Plug it in, switch it on, and look again.
        </Note>
      )}
      {usable.length > 0 && (
        <Select
          label="Modem"
          value={byName ? OTHER : draft.device || first}
          hint={byName ? null : abilities(usable.find(isAt(draft.device || first)))}
          error={byName ? null : errors.device}
          onChange={(chosen) => {
            setOther(chosen === OTHER);
            set({ device: chosen === OTHER ? '' : chosen });
          }}
          options={[
            ...usable.map(({ path, words }) => ({ value: path, label: `${words.split(': ', 1)[0]} (${path})` })),
            { value: OTHER, label: 'Another serial port…' },
          ]}
        />
      )}
      {others.length > 0 && (
        <ul className="t2 s12 m-0 p-0 list-none">
          {others.map(({ path, words }) => (
            <li key={path}>{words.includes(path) ? `${words}.` : `${path}: ${words}.`}</li>
          ))}
        </ul>
      )}
      <div className="grid grid-cols-2 gap-3">
        {byName && (
          <Field
            label="Serial port"
            placeholder="/dev/ttyACM0, COM3"
            value={draft.device}
            error={errors.device}
            onChange={(event) => set({ device: event.target.value })}
          />
        )}
        <Field
          label="Outside line"
          placeholder="none"
          hint="Dialled before each number: 9, or 9W"
          value={draft.prefix}
          error={errors.prefix}
          onChange={(event) => set({ prefix: event.target.value })}
        />
      </div>
    </>
  );
}

const isAt =
  (device: string) =>
  ({ path }: ModemPort): boolean =>
    path === device;

/** What a modem can do, without its name: it stands in the list. */
function abilities(modem: ModemPort | undefined): string | null {
  const words = modem?.words.split(': ').slice(1).join(': ') ?? '';
  return words === '' ? null : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
