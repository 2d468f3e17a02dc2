import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as the sink took it. */
export interface SunkMail {
  readonly to: readonly string[];
  readonly messageId: string;
}

/** A real SMTP server that takes every mail. */
export interface MailSink {
  readonly port: number;
  readonly mails: readonly SunkMail[];
  close(): Promise<void>;
}

export async function openMailSink(): Promise<MailSink> {
  const mails: SunkMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const messageId = /^message-id:\s*(\S+)/im.exec(Buffer.concat(pieces).toString('latin1'))?.[1] ?? '';
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), messageId });
        done();
      });
    },
  });
  // A client that is killed in mid-mail is what this is for.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { port, mails, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
