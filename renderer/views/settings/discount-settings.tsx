import type { ReactNode } from 'react';
import type { Setting } from '../../../app/model/settings.ts';
import { useFacts, useTicking } from '../../console.tsx';
import { discountWords } from '../../words/server-words.ts';
import { DayStrip } from './day-strip.tsx';
import { groupNames } from './setting-names.ts';
import { edgeDraft, edgeTime, type SettingsDraft } from './settings-draft.ts';
import { TimeField } from './time-field.tsx';
import { settingsWords } from './words.ts';

export interface DiscountSettingsProps {
  readonly settings: readonly Setting[];
  readonly draft: SettingsDraft;
  readonly onChange: (changes: SettingsDraft) => void;
}

/** The two times of the discount rate, and the day from noon to noon with what waits in it. */
export function DiscountSettings({ settings, draft, onChange }: DiscountSettingsProps): ReactNode {
  const zone = useFacts((facts) => facts.snapshot?.server.zone ?? 'UTC');
  const starts = edgeTime(settings, draft, 'Start');
  const ends = edgeTime(settings, draft, 'End');
  const window = starts === ends ? null : { startMinute: minuteOf(starts), endMinute: minuteOf(ends) };
  const words = useTicking((now) => discountWords(window, now, zone));
  const set = (edge: 'Start' | 'End', time: string): void => {
    const changes = edgeDraft(edge, time);
    if (changes) onChange(changes);
  };
  const { discount } = settingsWords;
  return (
    <section className="settings-group" id="settings-discount" aria-label={groupNames.discount}>
      <h2>{groupNames.discount}</h2>
      <div className="row items-start pt-3" style={{ gap: 12 }}>
        <TimeField label={discount.starts} value={starts} onChange={(time) => set('Start', time)} />
        <TimeField label={discount.ends} value={ends} onChange={(time) => set('End', time)} />
        <p className="s12 t2 pt-6">{words ?? discount.noWindow}</p>
      </div>
      <DayStrip window={window} zone={zone} />
      <p className="hint">{discount.zone(zone)}</p>
    </section>
  );
}

function minuteOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}
