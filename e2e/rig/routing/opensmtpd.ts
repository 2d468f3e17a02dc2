import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { canRun, freePort, listens, type OwnDaemon, startDaemon } from './own-daemon.ts';

/** What the private mail server needs on Debian. */
export const opensmtpdNeeds = 'opensmtpd util-linux, as root';
export const hasOpensmtpd = (): Promise<boolean> => canRun(['/usr/sbin/smtpd', '/usr/bin/unshare']);

/**
 * A private OpenSMTPD on loopback that keeps every mail in a folder. Its queue and its socket have fixed places, so it
 * runs with mounts of its own. It refuses `gone@…`, and mails larger than 2 MB.
 */
export class Opensmtpd {
  readonly port: number;
  readonly #folder: string;
  #daemon: OwnDaemon | null = null;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.port = port;
  }

  /** Makes its folder and finds a port; `start` starts it. */
  static async make(): Promise<Opensmtpd> {
    const folder = await mkdtemp(join(tmpdir(), 'fax-smtpd-'));
    const rig = new Opensmtpd(folder, await freePort());
    // Mails are stored by another user.
    await chmod(folder, 0o755);
    for (const name of ['spool', 'run', 'mail']) await mkdir(join(folder, name));
    await chmod(join(folder, 'mail'), 0o777);
    await writeFile(join(folder, 'smtpd.conf'), rig.#configuration());
    // Whole under its final name or not at all.
    const keep = [`f=$(mktemp '${folder}/mail/XXXXXX')`, 'cat >"$f"', 'mv "$f" "$f.eml"'];
    await writeFile(join(folder, 'keep.sh'), `${keep.join(' && ')}\n`);
    const start = [
      `mount --bind '${folder}/spool' /var/spool`,
      `mount --bind '${folder}/run' /var/run`,
      `exec /usr/sbin/smtpd -d -f '${folder}/smtpd.conf'`,
    ];
    await writeFile(join(folder, 'start.sh'), `${start.join(' && ')}\n`);
    return rig;
  }

  #configuration(): string {
    return [
      'table keeper { "@" = "nobody" }',
      `listen on 127.0.0.1 port ${this.port}`,
      'smtp max-message-size 2M',
      `action "keep" mda "/bin/sh ${this.#folder}/keep.sh" virtual <keeper>`,
      'match from any for rcpt-to "gone@example.org" reject',
      'match from any for any action "keep"',
      '',
    ].join('\n');
  }

  async start(): Promise<void> {
    const log = join(this.#folder, 'log');
    this.#daemon = await startDaemon('/usr/bin/unshare', ['-m', 'sh', join(this.#folder, 'start.sh')], log);
    await listens(this.port).catch(async (error: unknown) => {
      throw new Error(`OpenSMTPD: ${await readFile(log, 'utf8')}`, { cause: error });
    });
  }

  async stop(): Promise<void> {
    await this.#daemon?.stop();
    this.#daemon = null;
  }

  /** The mails delivered so far. */
  async mails(): Promise<readonly DeliveredMail[]> {
    const names = (await readdir(join(this.#folder, 'mail'))).filter((name) => name.endsWith('.eml'));
    return Promise.all(
      names.map(async (name) => parseMail(await readFile(join(this.#folder, 'mail', name), 'latin1'))),
    );
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** A mail as it was delivered. */
export interface DeliveredMail {
  /** By name in lower case, unfolded. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly content: Buffer }[];
}

/** Reads a mail of one text and its attachments (RFC 2045, 2046). */
export function parseMail(source: string): DeliveredMail {
  const { headers, body } = splitPart(source);
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) return { headers, text: decoded(headers, body).toString('utf8'), attachments: [] };
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => splitPart(part.replace(/^\r?\n/, '').replace(/\r?\n$/, '')));
  const attachments = parts.flatMap((part) => {
    const name = /filename="?([^";]+)"?/.exec(part.headers['content-disposition'] ?? '')?.[1];
    const type = (part.headers['content-type'] ?? '').split(';', 1)[0] ?? '';
    return name === undefined ? [] : [{ name, type, content: decoded(part.headers, part.body) }];
  });
  const text = parts.find((part) => part.headers['content-type']?.startsWith('text/plain'));
  return { headers, text: text ? decoded(text.headers, text.body).toString('utf8') : '', attachments };
}

function splitPart(source: string): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  const end = /\r?\n\r?\n/.exec(source);
  const head = source.slice(0, end?.index).replace(/\r?\n[ \t]+/g, ' ');
  const headers = head.split(/\r?\n/).map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
  });
  const body = end === null ? '' : source.slice(end.index + end[0].length);
  return { headers: Object.fromEntries(headers) as Record<string, string>, body };
}

function decoded(headers: Readonly<Record<string, string>>, body: string): Buffer {
  switch (headers['content-transfer-encoding']?.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64');
    case 'quoted-printable':
      return Buffer.from(
        body
          .replace(/=\r?\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      );
    default:
      return Buffer.from(body, 'latin1');
  }
}

/** The pages of a PDF as Poppler takes them out of it: netpbm, pel by pel. */
export async function pagesOfPdf(pdf: Buffer): Promise<readonly Buffer[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fax-pdf-'));
  try {
    await writeFile(join(folder, 'fax.pdf'), pdf);
    await promisify(execFile)('pdfimages', [join(folder, 'fax.pdf'), join(folder, 'page')]);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.pbm')).sort();
    return await Promise.all(names.map((name) => readFile(join(folder, name))));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
