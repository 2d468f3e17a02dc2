import { type ReactNode, useState } from 'react';
import type { PageFacts } from '../../../app/contract/requests.ts';
import type { Message } from '../../../app/model/message.ts';
import { resolutionOfLines } from '../../../app/model/page-format.ts';
import { outcomeOf } from '../../actions/outcome.ts';
import { useConsole, useTicking } from '../../console.tsx';
import {
  Button,
  FolderIcon,
  type IconComponent,
  MailIcon,
  Note,
  PrintIcon,
  RetryIcon,
  StateDoneIcon,
  StateFailedIcon,
} from '../../kit/index.ts';
import { paperWords } from '../../viewer/geometry.ts';
import { receivedPracticeSentence } from '../../words/server-words.ts';
import { formatDayTime, formatPages, formatWhen } from '../../words/time.ts';
import { callerOf, methodWords, routingSentence, senderOf } from './inbox-words.ts';

/** What is known of a received fax, and what became of it since. */
export function MessageFacts({
  message,
  pages,
}: {
  readonly message: Message;
  readonly pages: readonly PageFacts[];
}): ReactNode {
  const [first] = pages;
  const kinds = first ? [resolutionOfLines(first.yDpi), paperWords(first)].join(', ') : '';
  return (
    <aside className="message-facts scroll-y" aria-label="About this fax">
      <section>
        <h2 className="s15 cut">{senderOf(message)}</h2>
        {message.practice && <p className="s12 t3">{receivedPracticeSentence}</p>}
        <dl className="dl">
          {callerOf(message) && <Fact name="Caller" value={callerOf(message)} />}
          {message.tsid && <Fact name="TSID" value={<span className="mono s11 selectable">{message.tsid}</span>} />}
          <Fact name="Arrived" value={formatDayTime(message.receivedAt)} />
          <Fact name="Line" value={message.port} />
          {message.called !== null && <Fact name="Called" value={message.called} />}
          <Fact name="Pages" value={[formatPages(message.pages), kinds].filter((each) => each !== '').join(', ')} />
          <Fact name="Fax" value={String(message.id)} />
        </dl>
      </section>
      <section>
        <h3 className="section-title">Routing</h3>
        {message.routing.length === 0 && <p className="s12 t2">Stored in the inbox. No other place is set.</p>}
        <ul>
          {message.routing.map((route) => (
            <Route key={`${route.rule ?? 'inbox'} ${route.method}`} route={route} />
          ))}
        </ul>
        {message.routing.some(({ state }) => state !== 'done') && <RouteAgain id={message.id} />}
      </section>
    </aside>
  );
}

/** A rule of routing: where the fax goes, how far it is, why it failed, and when it is tried again. */
function Route({ route }: { readonly route: Message['routing'][number] }): ReactNode {
  const next = useTicking((now) => (route.nextAt === null ? null : formatWhen(route.nextAt, now)));
  return (
    <li className="route">
      <RouteIcon method={route.method} />
      <div className="fill">
        <div className="row">
          <span className="m s12 fill cut">{route.rule === null ? 'Inbox' : methodWords(route.method)}</span>
          <RouteState state={route.state} />
        </div>
        {route.target !== null && (
          <p className="s11 t2 cut" title={route.target}>
            {route.target}
          </p>
        )}
        {route.error !== null && <p className={`s11 route-error ${route.state}`}>{route.error}</p>}
        {route.state === 'retrying' && next !== null && (
          <p className="s11 t3">{route.attempts === 0 ? `Tried ${next}` : `Tries again ${next}`}</p>
        )}
      </div>
    </li>
  );
}

/** The same in short above the pages, where the window is too narrow for the facts beside them. */
export function RoutingNote({ message }: { readonly message: Message }): ReactNode {
  const words = routingSentence(message);
  if (words === null) return null;
  return (
    <div className="routing-note">
      <Note tone="warn" act={<RouteAgain id={message.id} />}>
        <b>Not sent on everywhere.</b> {words}
      </Note>
    </div>
  );
}

/** Tries what is not done, at once. */
function RouteAgain({ id }: { readonly id: number }): ReactNode {
  const { api, toasts } = useConsole();
  const [asking, setAsking] = useState(false);
  const retry = async (): Promise<void> => {
    setAsking(true);
    const outcome = await outcomeOf(() => api.request('routing.retry', { id }));
    setAsking(false);
    if (outcome.ok) toasts.say('The routing is tried again');
    else toasts.showError(outcome.error);
  };
  return (
    <Button icon={RetryIcon} disabled={asking} onClick={() => void retry()}>
      Try again
    </Button>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: ReactNode }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

const routeIcons: Readonly<Record<string, IconComponent>> = {
  folder: FolderIcon,
  'e-mail': MailIcon,
  email: MailIcon,
  print: PrintIcon,
};

function RouteIcon({ method }: { readonly method: string }): ReactNode {
  const Icon = routeIcons[method.toLowerCase()] ?? FolderIcon;
  return <Icon className="t3" />;
}

function RouteState({ state }: { readonly state: Message['routing'][number]['state'] }): ReactNode {
  switch (state) {
    case 'done':
      return (
        <span className="st st-done s12">
          <StateDoneIcon size={14} /> Done
        </span>
      );
    case 'retrying':
      return (
        <span className="st st-retrying s12">
          <RetryIcon size={14} /> Retrying
        </span>
      );
    case 'failed':
      return (
        <span className="st st-failed s12">
          <StateFailedIcon size={14} /> Failed
        </span>
      );
  }
}
