import { RadioGroup } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import type { DiscountWindow } from '../../../app/model/discount-window.ts';
import type { Port } from '../../../app/model/port.ts';
import { MoonIcon } from '../../kit/index.ts';
import type { DraftWhen } from './draft.ts';
import { discountWords, fieldValues, nowWords, readWhen, type TimeContext, timeWords, whenSentence } from './when.ts';

export interface WhenFieldProps {
  readonly choice: DraftWhen;
  readonly onChange: (choice: DraftWhen) => void;
  readonly window: DiscountWindow | null;
  /** False where the server does not know the discount rate. */
  readonly discount: boolean;
  readonly ports: readonly Port[];
  readonly paused: boolean;
  readonly time: TimeContext;
}

const hour = 3_600_000;

/** Now, at a time, or at the discount rate; the sentence below says what that means today. */
export function WhenField(props: WhenFieldProps): ReactNode {
  const { choice, onChange, window, discount, ports, paused, time } = props;
  const id = useId();
  const read = readWhen(choice, window, time);
  const choose = (kind: string): void => {
    if (kind === 'now' || kind === 'discount') onChange({ kind });
    // Begins at the next full hour but one: a time that may be meant, and not one that passes while the sheet is open.
    else onChange({ kind: 'time', ...fieldValues(Math.ceil(time.now / hour + 0.5) * hour) });
  };
  const startsAt = read.ok && choice.kind === 'time' ? read.startsAt : null;
  return (
    <div className="send-group">
      <RadioGroup.Root
        className="when"
        aria-label="When"
        aria-describedby={id}
        value={choice.kind}
        onValueChange={choose}
        orientation="horizontal"
      >
        <RadioGroup.Item className="wo" value="now">
          <span className="m cut">Now</span>
          <span className="s12 t2 cut">{nowWords(ports, paused)}</span>
        </RadioGroup.Item>
        <RadioGroup.Item className="wo" value="time">
          <span className="m cut">At a time</span>
          <span className="s12 t2 cut">
            {startsAt === null ? 'Choose day and time' : timeWords(startsAt, time.now, time.screenZone)}
          </span>
        </RadioGroup.Item>
        {discount && (
          <RadioGroup.Item className="wo" value="discount">
            <span className="m cut wo-moon">
              Discount rate <MoonIcon size={14} />
            </span>
            <span className="s12 t2 cut">{discountWords(window, time)}</span>
          </RadioGroup.Item>
        )}
      </RadioGroup.Root>
      {choice.kind === 'time' && (
        <div className="when-fields">
          <input
            type="date"
            className="field"
            aria-label="Day"
            id="send-date"
            min={fieldValues(time.now).date}
            value={choice.date}
            aria-invalid={!read.ok || undefined}
            aria-describedby={id}
            onChange={(event) => onChange({ ...choice, date: event.target.value })}
          />
          <input
            type="time"
            className="field"
            aria-label="Time"
            value={choice.time}
            aria-invalid={!read.ok || undefined}
            aria-describedby={id}
            onChange={(event) => onChange({ ...choice, time: event.target.value })}
          />
        </div>
      )}
      <p id={id} className={read.ok ? 'hint' : 'hint bad'} role={read.ok ? undefined : 'alert'}>
        {choice.kind === 'now' && paused ? 'Goes when sending goes on.' : whenSentence(choice, window, time)}
      </p>
    </div>
  );
}
