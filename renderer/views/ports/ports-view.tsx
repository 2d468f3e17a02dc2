import type { ReactNode } from 'react';
import type { Port } from '../../../app/model/port.ts';
import { useConsole, useFacts, useView } from '../../console.tsx';
import { NoFacts } from '../../frame/no-facts.tsx';
import { StaleNote } from '../../frame/stale-note.tsx';
import { Button } from '../../kit/button.tsx';
import { Pill } from '../../kit/chip.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { PlugIcon, PlusIcon } from '../../kit/icons/icons.tsx';
import { StateDownIcon, StateFailedIcon, StateUpIcon } from '../../kit/icons/state-icons.tsx';
import { plural } from '../../words/plural.ts';
import { PortCard } from './port-card.tsx';
import { portsWords, serviceWords } from './words.ts';

const none: readonly Port[] = [];

/** The lines: one card each with what it is, what it does now, and its settings. */
export function PortsView(): ReactNode {
  const { view } = useConsole();
  const known = useFacts((facts) => facts.snapshot !== null);
  const ports = useFacts((facts) => facts.snapshot?.ports ?? none);
  const canAdd = useFacts((facts) => facts.snapshot?.server.capabilities.editPorts ?? false);
  const editing = useView((state) => state.editingPort);
  const add = (
    <Button kind="primary" icon={PlusIcon} onClick={() => view.setState({ overlay: { kind: 'addPort' } })}>
      {portsWords.add}
    </Button>
  );
  return (
    <>
      <div className="head">
        <h1>{portsWords.title}</h1>
        <span className="count">{serviceWords(ports)}</span>
        <Summary ports={ports} />
        <span className="fill" />
        {canAdd && add}
      </div>
      <StaleNote />
      {!known ? (
        <NoFacts />
      ) : ports.length === 0 ? (
        <EmptyState icon={PlugIcon} title={portsWords.none.title} words={portsWords.none.words} act={canAdd && add} />
      ) : (
        <div className="ports">
          {ports
            .toSorted((a, b) => a.priority - b.priority || a.id - b.id)
            .map((port) => (
              <PortCard key={port.id} port={port} editing={editing === port.name} />
            ))}
          <p className="t3 s12 px-1">{canAdd ? portsWords.order : portsWords.locked}</p>
        </div>
      )}
    </>
  );
}

function Summary({ ports }: { readonly ports: readonly Port[] }): ReactNode {
  const count = (...states: readonly Port['state'][]): number =>
    ports.filter((port) => states.includes(port.state)).length;
  const sending = count('sending', 'dialing');
  const receiving = count('receiving', 'ringing');
  const broken = count('out-of-service');
  if (sending + receiving + broken === 0) return null;
  return (
    <>
      <span className="vr" />
      {sending > 0 && (
        <Pill tone="info" icon={StateUpIcon}>
          {plural(sending, { one: '# sending', other: '# sending' })}
        </Pill>
      )}
      {receiving > 0 && (
        <Pill tone="info" icon={StateDownIcon}>
          {plural(receiving, { one: '# receiving', other: '# receiving' })}
        </Pill>
      )}
      {broken > 0 && (
        <Pill tone="bad" icon={StateFailedIcon}>
          {plural(broken, { one: '# out of service', other: '# out of service' })}
        </Pill>
      )}
    </>
  );
}
