import type { ReactNode } from 'react';
import type { Snapshot } from '../../app/contract/snapshot.ts';
import { commandOf, runCommand } from '../commands/registry.ts';
import { useConsole, useFacts, useTicking } from '../console.tsx';
import { ArrowUpIcon, MoonIcon, PauseIcon, PhoneIcon } from '../kit/icons/icons.tsx';
import { StateDoneIcon, StateDownIcon, StateFailedIcon, StateUnknownIcon } from '../kit/icons/state-icons.tsx';
import { Kbd } from '../kit/kbd.tsx';
import { plural } from '../words/plural.ts';
import { discountWindow, discountWords, isSendingPaused, ringingPort } from '../words/server-words.ts';
import { formatDay, formatTime } from '../words/time.ts';
import { frameWords } from './words.ts';

/** Server, lines, sending, discount rate and the clock, on one line. */
export function StatusBar(): ReactNode {
  const snapshot = useFacts((facts) => facts.snapshot);
  const { view } = useConsole();
  const clock = useTicking((now) => `${formatDay(now)}, ${formatTime(now)}`);
  return (
    <footer className="statusbar" data-region="status">
      <ServerCell />
      {snapshot && (
        <>
          <span className="sep" />
          <button type="button" onClick={() => view.setState({ view: 'ports' })}>
            <PhoneIcon />
            <span className="tn">{linesWords(snapshot)}</span>
          </button>
          <RingingCell />
          <span className="sep" />
          <SendingCell paused={isSendingPaused(snapshot)} />
          {snapshot.server.capabilities.practiceOnly && (
            <>
              <span className="sep optional" />
              <span className="cell optional">{frameWords.practiceOnly}</span>
            </>
          )}
        </>
      )}
      <span className="fill" />
      {snapshot?.server.capabilities.discount && <DiscountCell snapshot={snapshot} />}
      <span className="cell tn clock">{clock}</span>
    </footer>
  );
}

function ServerCell(): ReactNode {
  const link = useFacts((facts) => facts.link);
  const name = useFacts((facts) => facts.snapshot?.server.name ?? 'This computer');
  const state = useFacts((facts) => facts.snapshot?.server.state ?? 'connecting');
  const { view } = useConsole();
  const good = link === 'live' && state === 'connected';
  const words =
    link === 'lost'
      ? frameWords.notReached
      : link === 'loading' || state === 'connecting'
        ? frameWords.connecting
        : state === 'connected'
          ? frameWords.connected
          : frameWords.disconnected;
  const Icon = good ? StateDoneIcon : link === 'lost' || state === 'disconnected' ? StateFailedIcon : StateUnknownIcon;
  return (
    <button type="button" onClick={() => view.setState({ view: 'settings' })}>
      <span className={good ? 'st-done flex' : link === 'lost' || state === 'disconnected' ? 'bad flex' : 'flex'}>
        <Icon />
      </span>
      {name} <span className={good ? 't3' : 'warn'}>{words}</span>
    </button>
  );
}

/** Lines that can be used of all, and how many are on a call. */
function linesWords({ ports }: Snapshot): string {
  const usable = ports.filter((port) => port.state !== 'offline' && port.state !== 'out-of-service').length;
  const busy = ports.filter((port) => ['ringing', 'dialing', 'sending', 'receiving'].includes(port.state)).length;
  const lines =
    usable === ports.length
      ? plural(ports.length, { zero: 'No lines', one: '# line', other: '# lines' })
      : `${usable} of ${plural(ports.length, { one: '# line', other: '# lines' })}`;
  return busy === 0 ? lines : `${lines}, ${plural(busy, { one: '# on a call', other: '# on a call' })}`;
}

/** A call that waits for a hand: it is in sight in every view as long as it rings. */
function RingingCell(): ReactNode {
  const console = useConsole();
  const name = useFacts(({ snapshot }) => {
    const port = ringingPort(snapshot);
    return port?.receive === 'manual' ? port.name : null;
  });
  const command = commandOf('port.answer');
  if (name === null || !command) return null;
  return (
    <button type="button" className="ringing" onClick={() => runCommand(console, command)}>
      <StateDownIcon />
      {frameWords.rings(name)}
      <Kbd keys="Ctrl+Shift+A" />
    </button>
  );
}

function SendingCell({ paused }: { readonly paused: boolean }): ReactNode {
  const { view } = useConsole();
  return (
    <button
      type="button"
      className={paused ? 'warn' : ''}
      onClick={() => view.setState({ overlay: { kind: 'pauseSending', pause: !paused } })}
    >
      {paused ? <PauseIcon /> : <ArrowUpIcon />}
      {paused ? frameWords.sendingPaused : frameWords.sendingOn}
    </button>
  );
}

function DiscountCell({ snapshot }: { readonly snapshot: Snapshot }): ReactNode {
  const { view } = useConsole();
  const window = discountWindow(snapshot.settings);
  const words = useTicking((now) => discountWords(window, now, snapshot.server.zone));
  return (
    <>
      <button type="button" className="optional" onClick={() => view.setState({ view: 'settings' })}>
        <MoonIcon style={{ color: 'var(--st-scheduled)' }} />
        <span className="tn">{words ?? frameWords.noDiscount}</span>
      </button>
      <span className="sep clock" />
    </>
  );
}
