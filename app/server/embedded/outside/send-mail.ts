import { createTransport } from 'nodemailer';
import { FaxError } from '../../../model/errors.ts';
import { type Mail, type MailServer, OutsideFailure } from '../outside.ts';

/** Connecting, the greeting, and silence within the exchange: so long is a mail server given, ms. */
const PATIENCE = { connectionTimeout: 20_000, dnsTimeout: 20_000, greetingTimeout: 30_000, socketTimeout: 60_000 };

/** No mail takes longer in all, ms. */
const LONGEST = 600_000;

/** What nodemailer tells of a failure. */
interface SmtpFailure {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly response?: unknown;
  readonly responseCode?: unknown;
  readonly permanent?: unknown;
  readonly message?: unknown;
}

/**
 * Hands a mail to a mail server by SMTP. Throws `MAIL_FAILED` with the server's own words; its cause, an
 * {@link OutsideFailure}, tells whether trying again can help. Where only some recipients were refused, it fails for
 * good and names them: the others have the mail.
 */
export async function sendMail(server: MailServer, mail: Mail, signal: AbortSignal): Promise<void> {
  const transport = createTransport({ ...connectionOf(server), ...PATIENCE, disableUrlAccess: true });
  const sent = await transport
    .sendMail({
      from: mail.from,
      to: [...mail.to],
      subject: mail.subject,
      text: mail.text,
      messageId: mail.messageId,
      // Answering machines leave such mails alone (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
      attachments: mail.attachments.map(({ name, path, type }) => ({ filename: name, path, contentType: type })),
      signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST)]),
    })
    .catch((error: unknown) => Promise.reject(mailFailed(error, server, signal)));
  const refused = sent.rejected ?? [];
  if (refused.length > 0)
    throw new FaxError('MAIL_FAILED', {
      message: `The mail server refused these addresses: ${refused.join(', ').slice(0, 200)}. The others have the mail.`,
      next: 'Check these addresses.',
      cause: new OutsideFailure('refused', 'Some recipients were refused'),
    });
}

function connectionOf({ host, port, security, login }: MailServer) {
  const opportunistic = security === 'when-offered' && login === null;
  return {
    host,
    port,
    secure: security === 'tls',
    ignoreTLS: security === 'none',
    // A password goes over a protected connection alone, unless somebody chose `none`.
    requireTLS: security === 'starttls' || (security === 'when-offered' && login !== null),
    // Encryption that is taken where offered may be anyone's: it is never worse than none. One that is asked for is checked.
    ...(opportunistic ? { opportunisticTLS: true, tls: { rejectUnauthorized: false } } : {}),
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password }, forceAuth: true }),
  };
}

function mailFailed(thrown: unknown, { host, port }: MailServer, signal: AbortSignal): FaxError {
  if (signal.aborted) return new FaxError('CANCELLED', { cause: thrown });
  const failure: SmtpFailure = typeof thrown === 'object' && thrown !== null ? thrown : {};
  const said = typeof failure.response === 'string' ? failure.response.trim().replace(/\s+/g, ' ').slice(0, 300) : '';
  const kind = kindOf(failure, said);
  const where = `${host}:${port}`;
  const words: Readonly<Record<OutsideFailure['kind'], string>> = {
    away: `The mail server ${where} cannot be reached: ${reasonOf(failure)}.`,
    later: said === '' ? `The mail server ${where} failed: ${reasonOf(failure)}.` : `The mail server said: “${said}”.`,
    refused: `The mail server refused the mail: “${said}”.`,
  };
  return new FaxError('MAIL_FAILED', {
    message: words[kind],
    next: nextOf(kind, failure),
    cause: new OutsideFailure(kind, String(failure.message ?? 'The mail failed'), thrown),
  });
}

/** Commands whose refusal is of this mail; any other refusal is of us, and mended in the settings. */
const ofTheMail: ReadonlySet<unknown> = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

const withoutAnswer: ReadonlySet<unknown> = new Set(['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EDNS', 'EABORT']);

function kindOf({ code, command, permanent }: SmtpFailure, said: string): OutsideFailure['kind'] {
  if (permanent === true && code !== 'EAUTH' && ofTheMail.has(command)) return 'refused';
  return said === '' && withoutAnswer.has(code) ? 'away' : 'later';
}

function nextOf(kind: OutsideFailure['kind'], { code }: SmtpFailure): string {
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'Check the name and the password at the mail server.';
  if (code === 'ETLS') return 'Check how the connection is to be protected, and the mail server’s certificate.';
  if (kind === 'refused') return 'Check the addresses, the sender’s too.';
  return kind === 'away' ? 'Check the mail server’s name and port.' : 'Check the mail server’s settings.';
}

/** nodemailer's sentence without its full stop. */
function reasonOf({ message }: SmtpFailure): string {
  const words = typeof message === 'string' ? (message.split('\n', 1)[0] ?? '').trim() : '';
  return words === '' ? 'no answer' : words.replace(/\.$/, '').slice(0, 200);
}
