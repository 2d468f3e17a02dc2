import { type FormEvent, type ReactNode, useState } from 'react';
import type { When } from '../../../app/contract/requests.ts';
import type { FaxErrorData } from '../../../app/model/errors.ts';
import type { Job, Priority } from '../../../app/model/job.ts';
import type { JobChanges } from '../../actions/job-actions.ts';
import { useConsole, useFacts } from '../../console.tsx';
import { Button } from '../../kit/button.tsx';
import { Sheet } from '../../kit/dialog.tsx';
import { Field } from '../../kit/field.tsx';
import { ErrorNote } from '../../kit/note.tsx';
import { SegmentedControl } from '../../kit/segmented-control.tsx';
import { whoOf } from '../../words/job-name.ts';
import { sentences } from '../../words/sentences.ts';
import { readNumber } from '../send/recipients.ts';

/** Changes number, time and priority of a waiting fax. */
export function ChangeDialog({ id }: { readonly id: number }): ReactNode {
  const { view } = useConsole();
  const job = useFacts((facts) => facts.snapshot?.jobs.find((each) => each.id === id));
  const close = (): void => view.setState({ overlay: null });
  if (!job) return null;
  return <ChangeSheet job={job} onClose={close} />;
}

/** An instant as the fields of date and time show it, in the screen's own zone. */
export function localFields(at: string | null, now: number): { readonly date: string; readonly time: string } {
  const local = new Date(at === null ? now + 3_600_000 : at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    date: `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`,
    time: `${two(local.getHours())}:${two(local.getMinutes())}`,
  };
}

interface ChangeFields {
  readonly number: string;
  readonly kind: When['kind'];
  readonly date: string;
  readonly time: string;
  readonly priority: Priority;
}

/** What the fields change of a fax, or null with what is wrong at which field. */
export function readChanges(
  job: Pick<Job, 'number' | 'schedule' | 'priority'>,
  { number, kind, date, time, priority }: ChangeFields,
  now: number,
): { readonly changes: JobChanges | null; readonly numberError: string | null; readonly timeError: string | null } {
  const read = readNumber(number);
  const at = kind === 'time' ? new Date(`${date}T${time}`) : null;
  const numberError = read.problem === null ? null : sentences(read.problem.message, read.problem.next);
  // A field left empty is no time at all, and compares with nothing.
  const timeError = at !== null && !(at.getTime() > now) ? 'Choose a time that is still to come.' : null;
  if (read.number === null || timeError !== null) return { changes: null, numberError, timeError };
  const when: When =
    kind === 'time' && at !== null ? { kind, at: at.toISOString() } : { kind: kind === 'time' ? 'now' : kind };
  const changes: JobChanges = {
    ...(read.number === job.number ? {} : { number: read.number }),
    ...(kind === job.schedule && kind !== 'time' ? {} : { when }),
    ...(priority === job.priority ? {} : { priority }),
  };
  return { changes, numberError, timeError };
}

function ChangeSheet({ job, onClose }: { readonly job: Job; readonly onClose: () => void }): ReactNode {
  const { jobs, toasts } = useConsole();
  const hasDiscount = useFacts((facts) => facts.snapshot?.server.capabilities.discount ?? false);
  const [number, setNumber] = useState(job.number);
  const [kind, setKind] = useState<When['kind']>(job.schedule);
  const [{ date, time }, setTime] = useState(() =>
    localFields(job.schedule === 'time' ? job.nextAt : null, Date.now()),
  );
  const [priority, setPriority] = useState<Priority>(job.priority);
  const [numberError, setNumberError] = useState<string | null>(null);
  const [timeError, setTimeError] = useState<string | null>(null);
  const [error, setError] = useState<FaxErrorData | null>(null);
  const [busy, setBusy] = useState(false);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setError(null);
    const read = readChanges(job, { number, kind, date, time, priority }, Date.now());
    setNumberError(read.numberError);
    setTimeError(read.timeError);
    if (read.changes === null) return;
    setBusy(true);
    const outcome = await jobs.alter(job.id, read.changes);
    setBusy(false);
    if (!outcome.ok) {
      if (outcome.error.code.startsWith('NUMBER')) setNumberError(sentences(outcome.error.message, outcome.error.next));
      else setError(outcome.error);
      return;
    }
    toasts.show({ title: 'Fax changed', words: outcome.value.reason });
    onClose();
  };

  return (
    <Sheet
      open
      onClose={onClose}
      title={`Change the fax to ${whoOf(job)}`}
      footer={
        <>
          <span className="fill" />
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="change-job" size="large" disabled={busy}>
            Save changes
          </Button>
        </>
      }
    >
      <form id="change-job" className="flex flex-col gap-4" onSubmit={(event) => void save(event)} noValidate>
        {error && <ErrorNote error={error} />}
        <Field
          label="Number"
          value={number}
          inputMode="tel"
          error={numberError}
          onChange={(event) => setNumber(event.target.value)}
        />
        <div className="field-group">
          <span className="lab">When</span>
          <div>
            <SegmentedControl
              label="When"
              value={kind}
              onChange={setKind}
              segments={[
                { value: 'now', label: 'Now' },
                { value: 'discount', label: 'Discount rate', disabled: !hasDiscount },
                { value: 'time', label: 'At a time' },
              ]}
            />
          </div>
        </div>
        {kind === 'time' && (
          <div className="grid grid-cols-2 gap-2">
            <Field
              label="Day"
              type="date"
              value={date}
              error={timeError}
              onChange={(event) => setTime({ date: event.target.value, time })}
            />
            <Field
              label="Time"
              type="time"
              value={time}
              onChange={(event) => setTime({ date, time: event.target.value })}
            />
          </div>
        )}
        <div className="field-group">
          <span className="lab">Priority</span>
          <div>
            <SegmentedControl
              label="Priority"
              value={priority}
              onChange={setPriority}
              segments={[
                { value: 'low', label: 'Low' },
                { value: 'normal', label: 'Normal' },
                { value: 'high', label: 'High' },
              ]}
            />
          </div>
        </div>
      </form>
    </Sheet>
  );
}
