import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { Field } from '../../kit/field.tsx';
import { formatMinute } from '../../words/server-words.ts';
import { settingsWords } from './words.ts';

export interface TimeFieldProps {
  readonly label: string;
  /** `20:00`. */
  readonly value: string;
  readonly onChange: (time: string) => void;
}

const keyStep = 5;

/** A time typed by the minute as typed: `20`, `2000`, `20:00`; undefined when it is none. */
export function readTime(text: string): string | undefined {
  const match = /^(\d{1,2})(?:[:.h]?(\d{2}))?$/.exec(text.trim());
  const hour = Number(match?.[1]);
  const minute = Number(match?.[2] ?? 0);
  return match && hour <= 23 && minute <= 59 ? formatMinute(hour * 60 + minute) : undefined;
}

/** A time of day of 24 hours; the arrow keys move it by five minutes. */
export function TimeField({ label, value, onChange }: TimeFieldProps): ReactNode {
  const [text, setText] = useState<string | null>(null);
  const isWrong = text !== null && readTime(text) === undefined;
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowUp' ? keyStep : event.key === 'ArrowDown' ? -keyStep : 0;
    if (step === 0) return;
    event.preventDefault();
    const [hour, minute] = value.split(':').map(Number);
    setText(null);
    onChange(formatMinute((hour ?? 0) * 60 + (minute ?? 0) + step));
  };
  return (
    <Field
      label={label}
      className="tn"
      inputMode="numeric"
      groupClass="w-28"
      value={text ?? value}
      error={isWrong ? settingsWords.discount.timeError : null}
      onKeyDown={onKeyDown}
      onBlur={() => !isWrong && setText(null)}
      onChange={(event) => {
        setText(event.target.value);
        const time = readTime(event.target.value);
        if (time !== undefined && event.target.value.length >= 4) onChange(time);
      }}
    />
  );
}
