import { type ReactNode, useRef, useState } from 'react';
import type { Port } from '../../../app/model/port.ts';
import { allowing } from '../../actions/job-actions.ts';
import { keysOf } from '../../commands/registry.ts';
import { useConsole, useFacts, useTicking } from '../../console.tsx';
import { Button } from '../../kit/button.tsx';
import { ChangeIcon, CloseIcon, MoreIcon, PhoneIcon, RetryIcon, TrashIcon } from '../../kit/icons/icons.tsx';
import { Menu } from '../../kit/menu.tsx';
import { PageMark } from '../../kit/page-mark.tsx';
import { StateBadge } from '../../kit/state-badge.tsx';
import { isLive } from '../../stores/server-facts.ts';
import { whoOf } from '../../words/job-name.ts';
import { portStateWords } from '../../words/job-state.ts';
import { formatNumber } from '../../words/number.ts';
import { sentences } from '../../words/sentences.ts';
import { formatSpan } from '../../words/time.ts';
import { PortForm } from './port-form.tsx';
import { kindWords, portsWords, readyWords } from './words.ts';

/** One line: identity, call, settings. Editing happens in place. */
export function PortCard({ port, editing }: { readonly port: Port; readonly editing: boolean }): ReactNode {
  const { view } = useConsole();
  const editButton = useRef<HTMLButtonElement>(null);
  const stop = (): void => {
    view.setState({ editingPort: null });
    requestAnimationFrame(() => editButton.current?.focus());
  };
  return (
    <article className={editing ? 'card port edit' : 'card port'} aria-label={port.name}>
      <div>
        <h2 className="s15 cut" title={port.name}>
          {port.name}
        </h2>
        <p className="t2 s12 mt-0.5">{kindWords(port)}</p>
        <p className="mono t3 cut address" title={port.address}>
          {port.address}
        </p>
        <div className="mt-2.5">
          <StateBadge state={portStateWords(port)} />
        </div>
      </div>
      <Call port={port} />
      {editing ? <PortForm port={port} onDone={stop} /> : <PortSettings port={port} editButton={editButton} />}
    </article>
  );
}

/** What the line does now: the call with its pages, or what it is ready for, or why it cannot be used. */
function Call({ port }: { readonly port: Port }): ReactNode {
  const elapsed = useTicking((now) => formatSpan(now - Date.parse(port.since)));
  const job = useFacts((facts) => facts.snapshot?.jobs.find((each) => each.id === port.jobId));
  if (port.state === 'out-of-service' || port.error !== null) return <Down port={port} />;
  if (port.state === 'idle' || port.state === 'offline')
    return (
      <div>
        <p className="b">{port.state === 'idle' ? readyWords(port) : portsWords.opening}</p>
        <p className="t2 s12 mt-1 tn">
          {[formatNumber(port.number), portsWords.receive[port.receive]].filter((part) => part !== '').join(' · ')}
        </p>
      </div>
    );
  const pages = port.state === 'receiving' ? 0 : (port.pages ?? job?.pages ?? 0);
  const name = job
    ? whoOf(job)
    : (port.remoteId ?? (port.state === 'ringing' ? ringWords(port) : portStateWords(port).word));
  return (
    <div>
      <div className="row">
        <span className="b cut">{name}</span>
        {job?.recipient && <span className="t2 tn flex-none">{formatNumber(job.number)}</span>}
        <span className="fill" />
        <span className="t2 tn s12 flex-none">{elapsed}</span>
      </div>
      {pages > 0 && (
        <div className="my-2.5">
          <PageMark
            wide
            pages={pages}
            confirmed={job?.pagesConfirmed ?? Math.max(0, (port.page ?? 1) - 1)}
            current={port.page}
            look={portStateWords(port).look}
          />
        </div>
      )}
      <div className="row items-end mt-2">
        <dl className="facts fill">
          <Fact name={portsWords.facts.now} value={nowWords(port, pages)} />
          {port.rate !== null && <Fact name={portsWords.facts.rate} value={String(port.rate)} />}
          {port.ecm !== null && <Fact name={portsWords.facts.ecm} value={portsWords.ecm(port.ecm)} />}
          {port.callerId !== null && <Fact name={portsWords.facts.caller} value={formatNumber(port.callerId)} />}
          {port.remoteId !== null && <Fact name={portsWords.facts.far} value={port.remoteId} />}
        </dl>
        {port.state === 'ringing' && <AnswerNow port={port} />}
        {job && <HangUp id={job.id} />}
      </div>
    </div>
  );
}

const ringWords = ({ callerId }: Port): string =>
  callerId === null ? portsWords.callComes : `${formatNumber(callerId)} calls`;

/** Why a line cannot be used, what to do about it, and the way back. */
function Down({ port }: { readonly port: Port }): ReactNode {
  const { office } = useConsole();
  const live = useFacts(isLive);
  const [busy, setBusy] = useState(false);
  const retry = async (): Promise<void> => {
    setBusy(true);
    await office.retryPort(port.name);
    setBusy(false);
  };
  return (
    <div>
      <p className="b">{portStateWords(port).word}</p>
      <p className="t2 s12 mt-1 selectable">{sentences(port.error, port.next)}</p>
      <div className="mt-2">
        <Button
          icon={RetryIcon}
          aria-label={`${portsWords.tryAgain}, ${port.name}`}
          disabled={!live || busy}
          onClick={() => void retry()}
        >
          {busy ? portsWords.trying : portsWords.tryAgain}
        </Button>
      </div>
    </div>
  );
}

const Fact = ({ name, value }: { readonly name: string; readonly value: string }): ReactNode => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);

function nowWords(port: Port, pages: number): string {
  if (port.page === null) return portStateWords(port).word;
  return pages > 0 ? `Page ${port.page} of ${pages}` : `Page ${port.page}`;
}

/** Takes the call by hand; a line that answers by itself need not count its rings. */
function AnswerNow({ port }: { readonly port: Port }): ReactNode {
  const { office } = useConsole();
  const live = useFacts(isLive);
  return (
    <Button
      kind="primary"
      icon={PhoneIcon}
      keys={keysOf('port.answer')}
      aria-label={`${portsWords.answer}, ${port.name}`}
      disabled={!live}
      onClick={() => void office.answerPort(port.name)}
    >
      {portsWords.answer}
    </Button>
  );
}

/** Ends the call by cancelling its fax, after the same question as in the list. */
function HangUp({ id }: { readonly id: number }): ReactNode {
  const { view } = useConsole();
  const allowed = useFacts(
    (facts) => allowing(facts.snapshot?.jobs.filter((each) => each.id === id) ?? [], 'cancel').length > 0,
  );
  if (!allowed) return null;
  return (
    <Button
      kind="danger"
      icon={CloseIcon}
      onClick={() => view.setState({ overlay: { kind: 'cancelJobs', ids: [id] } })}
    >
      {portsWords.hangUp}
    </Button>
  );
}

interface PortSettingsProps {
  readonly port: Port;
  readonly editButton: React.RefObject<HTMLButtonElement | null>;
}

function PortSettings({ port, editButton }: PortSettingsProps): ReactNode {
  const { view, office } = useConsole();
  const canRemove = useFacts((facts) => facts.snapshot?.server.capabilities.editPorts ?? false);
  const { fields } = portsWords;
  const values = [
    [fields.rings, String(port.rings)],
    [fields.csid, port.csid],
    [fields.tsid, port.tsid],
    [fields.priority, String(port.priority)],
  ] as const;
  return (
    <div className="set">
      <dl className="values">
        {values.map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="lab">{name}</dt>
            <dd className="val tn cut" title={value}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      <div className="row mt-3.5" style={{ gap: 16 }}>
        <span className="s12">
          <span className="m">{fields.send}</span>{' '}
          <span className="t2">{port.send ? portsWords.on : portsWords.off}</span>
        </span>
        <span className="s12">
          <span className="m">{fields.receive}</span> <span className="t2">{portsWords.receive[port.receive]}</span>
        </span>
        <span className="fill" />
        {port.canModify && (
          <Button
            ref={editButton}
            kind="quiet"
            icon={ChangeIcon}
            aria-label={`${portsWords.edit} ${port.name}`}
            onClick={() => view.setState({ editingPort: port.name })}
          >
            {portsWords.edit}
          </Button>
        )}
        {canRemove && (
          <Menu
            entries={[
              ...(port.state === 'ringing'
                ? [
                    {
                      kind: 'item' as const,
                      id: 'answer',
                      label: portsWords.answer,
                      icon: PhoneIcon,
                      onSelect: () => void office.answerPort(port.name),
                    },
                  ]
                : []),
              {
                kind: 'item',
                id: 'remove',
                label: portsWords.remove,
                icon: TrashIcon,
                danger: true,
                onSelect: () => view.setState({ overlay: { kind: 'removePort', name: port.name } }),
              },
            ]}
          >
            <button type="button" className="btn quiet ico" aria-label={portsWords.more(port.name)}>
              <MoreIcon />
            </button>
          </Menu>
        )}
      </div>
    </div>
  );
}
