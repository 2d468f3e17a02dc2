import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { z } from 'zod';
import { channels } from '../../app/contract/channels.ts';
import type { Door } from '../../app/contract/door.ts';
import { type RequestName, requests } from '../../app/contract/requests.ts';
import { type ShellOutput, type ShellRequestName, shellRequests, type WireAnswer } from '../../app/contract/shell.ts';
import { FaxError } from '../../app/model/errors.ts';
import type { TrustedSenders } from '../security/sender.ts';
import { answer, checked } from './answer.ts';

export type ShellParsed<N extends ShellRequestName> = z.output<(typeof shellRequests)[N]['input']>;

/** What the desktop does for the page, one function for each shell request. */
export type ShellHandlers = {
  readonly [N in ShellRequestName]: (input: ShellParsed<N>, page: WebContents) => Promise<ShellOutput<N>>;
};

interface IpcParts {
  readonly ipc: Pick<IpcMain, 'handle' | 'on'>;
  readonly senders: Pick<TrustedSenders, 'accepts'>;
  readonly door: Pick<Door, 'request'>;
  readonly shell: ShellHandlers;
  /** Who submits, whatever the page says; null where the system does not tell. */
  readonly account: string | null;
  readonly onListening: () => void;
  readonly onProblem: (error: unknown) => void;
}

/**
 * What the page never asks of the office itself: `save`, `proof`, `covers.render` and `backup` write to any path that
 * they are told, and a page saves to a place that the user chose in the system's dialog (`saveAs`, `saveProof`).
 * `trial.start` writes what was received in the same way.
 */
const notForPages: ReadonlySet<string> = new Set<RequestName>([
  'save',
  'proof',
  'covers.render',
  'backup',
  'trial.start',
  'trial.follow',
  'trial.stop',
]);

const requestNameSchema = z.custom<RequestName>(
  (name) => typeof name === 'string' && Object.hasOwn(requests, name) && !notForPages.has(name),
);
const shellNameSchema = z.custom<ShellRequestName>(
  (name) => typeof name === 'string' && Object.hasOwn(shellRequests, name),
);

/** Opens door one: every message's sender is checked, then its name, then its input; answers are data. */
export function openIpc({ ipc, senders, door, shell, account, onListening, onProblem }: IpcParts): void {
  const guard = (event: IpcMainInvokeEvent): void => {
    if (!senders.accepts(event)) throw new FaxError('ARGUMENT_INVALID', { message: 'This page may not ask.' });
  };
  ipc.handle(channels.request, (event, name: unknown, input: unknown): Promise<WireAnswer> => {
    const run = async (): Promise<unknown> => {
      guard(event);
      const known = checked(requestNameSchema, name);
      if (known === 'submit')
        return door.request(known, { ...checked(requests.submit.input, input), userName: account });
      return door.request(known, checked(requests[known].input, input));
    };
    return answer(run, onProblem);
  });
  ipc.handle(channels.shell, (event, name: unknown, input: unknown): Promise<WireAnswer> => {
    const run = async (): Promise<unknown> => {
      guard(event);
      return callShell(shell, checked(shellNameSchema, name), input, event.sender);
    };
    return answer(run, onProblem);
  });
  ipc.on(channels.shellListening, (event) => {
    if (senders.accepts(event)) onListening();
  });
}

function callShell<N extends ShellRequestName>(
  shell: ShellHandlers,
  name: N,
  input: unknown,
  page: WebContents,
): Promise<ShellOutput<N>> {
  return shell[name](checked(shellRequests[name].input, input) as ShellParsed<N>, page);
}
