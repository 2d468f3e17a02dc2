import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { canRun, freePort, listens, type OwnDaemon, startDaemon } from './own-daemon.ts';

/** What the private print system needs on Debian. */
export const cupsNeeds = 'cups cups-client cups-filters, as root';
export const hasCups = (): Promise<boolean> => canRun(['/usr/sbin/cupsd', '/usr/sbin/lpadmin', '/usr/bin/lp']);

/** Queues of the rig: raw ones whose device keeps what it is given. */
export const queues = ['Office', 'Front_desk'] as const;

/** A private CUPS on loopback with everything in its own folder, and a device that keeps what is printed. */
export class Cups {
  readonly port: number;
  readonly #folder: string;
  #daemon: OwnDaemon | null = null;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.port = port;
  }

  /** What a program's environment needs to print here. */
  get server(): string {
    return `127.0.0.1:${this.port}`;
  }

  static async start(): Promise<Cups> {
    const folder = await mkdtemp(join(tmpdir(), 'fax-cups-'));
    const rig = new Cups(folder, await freePort());
    try {
      await rig.#makeFolders();
      await rig.resume();
      for (const name of queues)
        await rig.#admin('/usr/sbin/lpadmin', ['-p', name, '-E', '-v', 'keep:/out', '-m', 'raw']);
    } catch (error) {
      await rig.remove();
      throw error;
    }
    return rig;
  }

  async #makeFolders(): Promise<void> {
    const folder = this.#folder;
    await chmod(folder, 0o755);
    for (const name of ['bin/backend', 'etc', 'spool', 'cache', 'state', 'log', 'out'])
      await mkdir(join(folder, name), { recursive: true });
    for (const name of ['cgi-bin', 'daemon', 'driver', 'filter', 'monitor', 'notifier'])
      await symlink(join('/usr/lib/cups', name), join(folder, 'bin', name));
    // Given: job, user, title, copies, options, file. Not executable by others: it is run as root then.
    const backend = [
      '#!/bin/sh',
      `[ $# -eq 0 ] && { echo 'direct keep:/out "Unknown" "Keeps"'; exit 0; }`,
      `n='${folder}/out/'$1`,
      'cat "$6" >"$n.part" && printf %s "$3" >"$n.title" && mv "$n.part" "$n.prn"',
    ];
    await writeFile(join(folder, 'bin/backend/keep'), `${backend.join('\n')}\n`, { mode: 0o700 });
    await writeFile(join(folder, 'cups-files.conf'), this.#files());
    await writeFile(join(folder, 'cupsd.conf'), this.#configuration());
  }

  #files(): string {
    const folder = this.#folder;
    const places = {
      ServerRoot: `${folder}/etc`,
      ServerBin: `${folder}/bin`,
      RequestRoot: `${folder}/spool`,
      TempDir: `${folder}/spool`,
      CacheDir: `${folder}/cache`,
      StateDir: `${folder}/state`,
      DataDir: '/usr/share/cups',
      AccessLog: `${folder}/log/access`,
      ErrorLog: `${folder}/log/error`,
      PageLog: `${folder}/log/page`,
      SystemGroup: 'root',
    };
    return Object.entries(places)
      .map(([name, value]) => `${name} ${value}\n`)
      .join('');
  }

  #configuration(): string {
    const open = (place: string) => `<Location ${place}>\n  Order allow,deny\n  Allow from 127.0.0.1\n</Location>\n`;
    const policy = '<Policy default>\n  <Limit All>\n    Order allow,deny\n    Allow all\n  </Limit>\n</Policy>\n';
    return `Listen ${this.server}\nBrowsing No\nDefaultAuthType None\nWebInterface No\n${open('/')}${open('/admin')}${policy}`;
  }

  async #admin(program: string, given: readonly string[]): Promise<void> {
    await promisify(execFile)(program, ['-h', this.server, ...given], { timeout: 20_000 });
  }

  /** Starts the daemon again. */
  async resume(): Promise<void> {
    const log = join(this.#folder, 'log/daemon');
    const given = ['-f', '-c', join(this.#folder, 'cupsd.conf'), '-s', join(this.#folder, 'cups-files.conf')];
    this.#daemon = await startDaemon('/usr/sbin/cupsd', given, log);
    await listens(this.port).catch(async (error: unknown) => {
      throw new Error(`CUPS: ${await readFile(log, 'utf8')}`, { cause: error });
    });
  }

  async stop(): Promise<void> {
    await this.#daemon?.stop();
    this.#daemon = null;
  }

  /** What came out of the device so far, in order. */
  async printed(): Promise<readonly { readonly title: string; readonly content: Buffer }[]> {
    const out = join(this.#folder, 'out');
    const jobs = (await readdir(out)).flatMap((name) => (name.endsWith('.prn') ? [name.slice(0, -4)] : []));
    return Promise.all(
      jobs
        .sort((a, b) => Number(a) - Number(b))
        .map(async (job) => ({
          title: await readFile(join(out, `${job}.title`), 'utf8'),
          content: await readFile(join(out, `${job}.prn`)),
        })),
    );
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
