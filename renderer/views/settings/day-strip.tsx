import { type ReactNode, useMemo } from 'react';
import { type DiscountWindow, localTimeOf } from '../../../app/model/discount-window.ts';
import type { Job } from '../../../app/model/job.ts';
import { useFacts, useTicking } from '../../console.tsx';
import { MoonIcon } from '../../kit/icons/icons.tsx';
import { isScheduled } from '../../words/job-state.ts';
import { plural } from '../../words/plural.ts';
import { formatMinute } from '../../words/server-words.ts';
import { formatSpan } from '../../words/time.ts';

const day = 1440;
const noon = 720;

/** Where a minute of the day lies on the strip, from noon (0) to noon (1). */
export const stripPlace = (minute: number): number => ((minute - noon + day) % day) / day;

/** The pieces of the window on the strip: two when it runs over noon. Shares of the strip's width. */
export function windowPieces({ startMinute, endMinute }: DiscountWindow): readonly { left: number; width: number }[] {
  const left = stripPlace(startMinute);
  const width = ((endMinute - startMinute + day) % day) / day;
  if (left + width <= 1) return [{ left, width }];
  return [
    { left, width: 1 - left },
    { left: 0, width: left + width - 1 },
  ];
}

const percent = (share: number): string => `${(100 * share).toFixed(3)}%`;
const none: readonly Job[] = [];

/** Noon to noon, so that the night is one piece: the past hatched, the window a band, and what waits in it. */
export function DayStrip({
  window,
  zone,
}: {
  readonly window: DiscountWindow | null;
  readonly zone: string;
}): ReactNode {
  const minute = useTicking((now) => localTimeOf(now, zone).minute);
  const jobs = useFacts((facts) => facts.snapshot?.jobs ?? none);
  const waiting = useMemo(() => jobs.filter(isScheduled), [jobs]);
  const forWindow = waiting.filter((job) => job.schedule === 'discount');
  const now = stripPlace(minute);
  return (
    <div className="strip" role="img" aria-label={stripWords(window, minute, waiting)}>
      <div className="past" style={{ width: percent(now) }} />
      {window &&
        windowPieces(window).map((piece, index) => (
          <div key={piece.left} className="band" style={{ left: percent(piece.left), width: percent(piece.width) }}>
            {index === 0 && (
              <span className="row" style={{ gap: 6 }}>
                <MoonIcon />
                <b>Discount rate</b>
                <span className="tn">
                  {`${formatMinute(window.startMinute)} to ${formatMinute(window.endMinute)}, ${formatSpan(piece.width * day * 60_000)}`}
                </span>
              </span>
            )}
          </div>
        ))}
      <span className="midnight" style={{ left: '50%' }} />
      {Array.from({ length: 12 }, (_, index) => index * 2).map((hours) => (
        <span key={hours}>
          <span className="tick" style={{ left: percent(hours / 24) }} />
          <span className="hour" style={{ left: percent(hours / 24) }}>
            {formatMinute(noon + hours * 60)}
          </span>
        </span>
      ))}
      {window && forWindow.length > 0 && (
        <span className="waits" style={{ left: percent(stripPlace(window.startMinute)) }}>
          {forWindow.slice(0, 4).map((job) => (
            <i key={job.id} />
          ))}
        </span>
      )}
      {waiting
        .filter((job) => job.schedule === 'time' && job.nextAt !== null)
        .slice(0, 50)
        .map((job) => (
          <span
            key={job.id}
            className="waits own"
            style={{ left: percent(stripPlace(localTimeOf(Date.parse(job.nextAt ?? ''), zone).minute)) }}
          >
            <i />
          </span>
        ))}
      <span className="now" style={{ left: percent(now) }}>
        <b className="tn">{`Now ${formatMinute(minute)}`}</b>
      </span>
    </div>
  );
}

function stripWords(window: DiscountWindow | null, minute: number, waiting: readonly Job[]): string {
  const range = window
    ? `The discount rate runs from ${formatMinute(window.startMinute)} to ${formatMinute(window.endMinute)}.`
    : 'There is no discount rate.';
  const faxes = plural(waiting.length, { zero: 'No fax waits.', one: '# fax waits.', other: '# faxes wait.' });
  return `Noon to noon. ${range} It is ${formatMinute(minute)}. ${faxes}`;
}
