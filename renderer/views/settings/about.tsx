import { type ReactNode, useEffect, useState } from 'react';
import type { ShellOutput } from '../../../app/contract/shell.ts';
import { outcomeOf } from '../../actions/outcome.ts';
import { useConsole } from '../../console.tsx';
import { settingsWords } from './words.ts';

/** Version, and where the faxes lie. */
export function About(): ReactNode {
  const { api } = useConsole();
  const [info, setInfo] = useState<ShellOutput<'info'> | null>(null);
  useEffect(() => {
    let stale = false;
    void outcomeOf(() => api.shell('info', {})).then((outcome) => {
      if (outcome.ok && !stale) setInfo(outcome.value);
    });
    return () => {
      stale = true;
    };
  }, [api]);
  if (info === null) return null;
  const { about, aboutGroup } = settingsWords;
  return (
    <section className="settings-group" id="settings-about" aria-label={aboutGroup}>
      <h2>{aboutGroup}</h2>
      <dl className="dl pt-3">
        <dt>{about.version}</dt>
        <dd>{info.version}</dd>
        <dt>{about.data}</dt>
        <dd className="mono selectable">{info.dataDir}</dd>
        <dt>{about.owner}</dt>
        <dd>{info.error ?? (info.owner ? about.own : about.client)}</dd>
      </dl>
    </section>
  );
}
