import { randomUUID } from 'node:crypto';
import type { SubmitInput } from '../../app/contract/requests.ts';
import { FaxError } from '../../app/model/errors.ts';
import { connectSocket, type SocketClient } from '../../app/office/socket-client.ts';
import { writeMarkedDocument } from './marked-documents.ts';

/** A fax that a client hands in, and what it was told. */
export interface HandedIn {
  readonly job: number;
  readonly pages: number;
  readonly input: SubmitInput;
  /** Ids of each answer to its `submit`. */
  readonly answers: (readonly number[])[];
  /** It asks for a receipt. */
  readonly receipt: boolean;
}

export interface NewFax {
  readonly job: number;
  readonly pages: number;
  readonly folder: string;
  readonly number: string;
  readonly port: string | null;
  /** Asks for a receipt to this address. */
  readonly receipt: string | null;
}

/** Draws a fax and makes its order, with a key of its own as every client does. */
export async function makeFax({ job, pages, folder, number, port, receipt }: NewFax): Promise<HandedIn> {
  const file = await writeMarkedDocument(folder, job, pages);
  const input: SubmitInput = {
    document: { kind: 'files', files: [file], options: { resolution: 'standard' } },
    recipients: [{ number }],
    subject: `Fax ${job}`,
    port,
    receipt: receipt === null ? null : { address: receipt, attach: false, group: false },
    key: randomUUID(),
  };
  return { job, pages, input, answers: [], receipt: receipt !== null };
}

/** Connects to a server that said it is ready; null where it was killed meanwhile. */
export const connect = (socket: string): Promise<SocketClient | null> =>
  connectSocket(socket).catch((error: unknown) => {
    if (isGone(error)) return null;
    throw error;
  });

/** The server went while it was asked. */
export const isGone = (error: unknown): boolean =>
  error instanceof FaxError && (error.code === 'SERVER_STOPPED' || error.code === 'SERVER_UNREACHABLE');

/** Hands in one fax; false where the server went before it answered: it is handed in again by the same key. */
export async function handIn(client: SocketClient, fax: HandedIn): Promise<boolean> {
  try {
    const { jobs } = await client.request('submit', fax.input);
    fax.answers.push(jobs.map(({ id }) => id));
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
