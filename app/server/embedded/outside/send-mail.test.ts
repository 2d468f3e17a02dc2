import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import type { FaxError } from '../../../model/errors.ts';
import { failureKind, type Mail, type MailServer } from '../outside.ts';
import { sendMail } from './send-mail.ts';

const never = new AbortController().signal;
const mail: Mail = {
  from: 'fax@example.org',
  to: ['front@example.org'],
  subject: 'Fax from 5550177, 1 page – büro',
  text: 'The text\n',
  messageId: '<fax-2-mail@example.org>',
  attachments: [],
};

/** What an SMTP server says when it refuses. */
const refusal = (responseCode: number, words: string) => Object.assign(new Error(words), { responseCode });

describe('a mail', () => {
  const servers: { close(): void }[] = [];

  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** A mail server of the test: what it took, in order. */
  async function serve(options: SMTPServerOptions = {}) {
    const taken: { readonly text: string; readonly to: readonly string[]; readonly secure: boolean }[] = [];
    const server = new SMTPServer({
      authOptional: true,
      logger: false,
      onData(stream, session, callback) {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          taken.push({ text: Buffer.concat(parts).toString('utf8'), to, secure: session.secure });
          callback();
        });
      },
      ...options,
    });
    // A client that goes away in the middle is no fault of the test's server.
    server.on('error', () => undefined);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { taken, at: placeOf(server.server) };
  }

  const placeOf = (server: Server, more: Partial<MailServer> = {}): MailServer => ({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    security: 'when-offered',
    login: null,
    ...more,
  });

  const failureOf = async (work: Promise<void>): Promise<FaxError> => {
    const error = await work.then(
      () => null,
      (thrown: FaxError) => thrown,
    );
    if (error === null) throw new Error('It did not fail.');
    expect(error.code).toBe('MAIL_FAILED');
    return error;
  };

  it('arrives with its id and its attachments', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fax-mail-'));
    try {
      await writeFile(join(folder, 'x.pdf'), '%PDF the pages');
      const { taken, at } = await serve();
      const attachments = [{ name: 'fax-2.pdf', path: join(folder, 'x.pdf'), type: 'application/pdf' }];
      await sendMail(at, { ...mail, to: ['front@example.org', 'back@example.org'], attachments }, never);
      expect(taken).toHaveLength(1);
      expect(taken[0]?.to).toEqual(['front@example.org', 'back@example.org']);
      expect(taken[0]?.text).toContain('Message-ID: <fax-2-mail@example.org>');
      expect(taken[0]?.text).toContain('Auto-Submitted: auto-generated');
      expect(taken[0]?.text).toContain('filename=fax-2.pdf');
      expect(taken[0]?.text).toContain(Buffer.from('%PDF the pages').toString('base64'));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('goes protected where that is offered, whoever signed the certificate', async () => {
    const { taken, at } = await serve();
    await sendMail(at, mail, never);
    await sendMail({ ...at, security: 'none' }, mail, never);
    expect(taken.map(({ secure }) => secure)).toEqual([true, false]);
  });

  it('goes in clear where no protection is offered, unless it is asked for', async () => {
    const { taken, at } = await serve({ disabledCommands: ['STARTTLS'] });
    await sendMail(at, mail, never);
    expect(taken).toHaveLength(1);
    await failureOf(sendMail({ ...at, security: 'starttls' }, mail, never));
    expect(taken).toHaveLength(1);
  });

  it.each(['starttls', 'tls'] as const)(
    'asked to be protected (%s) is not given to whom nobody vouches for',
    async (security) => {
      const { taken, at } = await serve({ secure: security === 'tls' });
      const error = await failureOf(sendMail({ ...at, security }, mail, never));
      expect(failureKind(error)).not.toBe('refused');
      expect(error.message).toMatch(/certificate/i);
      expect(taken).toEqual([]);
    },
  );

  it('tells no password over a connection that is not protected, or by nobody known, unless that was chosen', async () => {
    const heard: string[] = [];
    const options: SMTPServerOptions = {
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, callback) => {
        heard.push(String(password));
        callback(null, { user: 'fax' });
      },
    };
    const login = { user: 'fax', password: 'word' };
    const { at: bare } = await serve({ ...options, disabledCommands: ['STARTTLS'] });
    await failureOf(sendMail({ ...bare, login }, mail, never));
    const { at: unknown } = await serve(options);
    await failureOf(sendMail({ ...unknown, login }, mail, never));
    expect(heard).toEqual([]);
    await sendMail({ ...bare, login, security: 'none' }, mail, never);
    expect(heard).toEqual(['word']);
  });

  it('logs in with name and password', async () => {
    const options: SMTPServerOptions = {
      authOptional: false,
      onAuth: ({ username, password }, _session, callback) =>
        username === 'fax' && password === 'word'
          ? callback(null, { user: 'fax' })
          : callback(refusal(535, 'Bad credentials')),
    };
    const { taken, at } = await serve({ ...options, allowInsecureAuth: true });
    const plain = { ...at, security: 'none' } as const;
    await sendMail({ ...plain, login: { user: 'fax', password: 'word' } }, mail, never);
    expect(taken).toHaveLength(1);
    const error = await failureOf(sendMail({ ...plain, login: { user: 'fax', password: 'wrong' } }, mail, never));
    // A wrong password is mended in the settings: the mail is not lost for it.
    expect(failureKind(error)).toBe('later');
    expect(error.message).toContain('Bad credentials');
    expect(error.next).toContain('password');
  });

  it.each([
    [550, 'No such mailbox', 'refused'],
    [451, 'Greylisted', 'later'],
  ] as const)('that is answered %i carries the server’s words: %s', async (code, words, kind) => {
    const { at } = await serve({ onRcptTo: (_address, _session, callback) => callback(refusal(code, words)) });
    const error = await failureOf(sendMail(at, mail, never));
    expect(failureKind(error)).toBe(kind);
    expect(error.message).toContain(`${code} ${words}`);
  });

  it('that is refused for its sender or its size says so', async () => {
    const sender = await serve({ onMailFrom: (_address, _session, callback) => callback(refusal(553, 'Not you')) });
    expect(failureKind(await failureOf(sendMail(sender.at, mail, never)))).toBe('refused');
    const size = await serve({
      onData: (stream, _session, callback) => {
        stream.resume();
        stream.on('end', () => callback(refusal(552, 'Too large')));
      },
    });
    expect((await failureOf(sendMail(size.at, mail, never))).message).toContain('Too large');
  });

  it('that only some may have names the others', async () => {
    const { taken, at } = await serve({
      onRcptTo: ({ address }, _session, callback) =>
        address.startsWith('gone') ? callback(refusal(550, 'Unknown')) : callback(),
    });
    const error = await failureOf(sendMail(at, { ...mail, to: ['front@example.org', 'gone@example.org'] }, never));
    expect(error.message).toContain('gone@example.org');
    expect(error.message).not.toContain('front@');
    expect(failureKind(error)).toBe('refused');
    expect(taken[0]?.to).toEqual(['front@example.org']);
  });

  it('finds nobody at a port where nothing listens', async () => {
    const { at } = await serve();
    for (const server of servers.splice(0)) server.close();
    const error = await failureOf(sendMail(at, mail, never));
    expect(failureKind(error)).toBe('away');
    expect(error.message).toContain(`127.0.0.1:${at.port}`);
  });

  it('is given up when a person stops it, whatever the server does', async () => {
    const silent = createServer(() => undefined);
    servers.push(silent);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const stop = new AbortController();
    const sending = sendMail(placeOf(silent), mail, stop.signal);
    stop.abort();
    await expect(sending).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
