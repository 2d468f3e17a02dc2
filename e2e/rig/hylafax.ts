import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, chmod, chown, cp, mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What the private HylaFAX needs on Debian. */
export const hylafaxNeeds = 'hylafax-server hylafax-client openssl';

/** True where HylaFAX is installed and this process may run daemons under its user. */
export async function hasHylafax(): Promise<boolean> {
  const programs = ['/usr/sbin/faxq', '/usr/sbin/hfaxd', '/usr/sbin/faxgetty', '/usr/bin/sendfax'];
  const found = await Promise.all(
    programs.map((path) =>
      access(path, constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.every(Boolean) && process.getuid?.() === 0;
}

/** One modem of the rig: its terminal must lie below /dev. */
export interface HylafaxModem {
  readonly tty: string;
  readonly number: string;
  /** Lines of its configuration that replace or extend the usual ones: `ModemType: Class2`. */
  readonly config?: Readonly<Record<string, string>>;
}

/**
 * A private HylaFAX: a spool of its own, scheduler, client door on loopback and one faxgetty for each modem, without
 * systemd. Users: `guest` without a password, `tester` with `testpw` (admin `adminpw`). Needs root.
 */
export class Hylafax {
  readonly spool: string;
  readonly port: number;
  readonly #folder: string;
  readonly #modems: readonly HylafaxModem[];
  readonly #daemons: ChildProcess[] = [];

  private constructor(folder: string, port: number, modems: readonly HylafaxModem[]) {
    this.#folder = folder;
    this.spool = join(folder, 'spool');
    this.port = port;
    this.#modems = modems;
  }

  /** Starts it and waits until every modem is idle. */
  static async start(port: number, modems: readonly HylafaxModem[]): Promise<Hylafax> {
    const folder = await mkdtemp(join(tmpdir(), 'fax-hylafax-'));
    const rig = new Hylafax(folder, port, modems);
    try {
      await rig.#makeSpool();
      await rig.#startDaemons();
      await rig.idle();
    } catch (error) {
      await rig.stop();
      throw error;
    }
    return rig;
  }

  async #makeSpool(): Promise<void> {
    const { uid, gid } = await userUucp();
    // The daemons give up root: they must be able to walk down to the spool.
    await chmod(this.#folder, 0o755);
    await mkdir(this.spool);
    await chown(this.spool, uid, gid);
    for (const name of spoolFolders) {
      await mkdir(join(this.spool, name), { mode: 0o755 });
      await chown(join(this.spool, name), uid, gid);
    }
    await chmod(join(this.spool, 'tmp'), 0o777);
    await cp('/var/spool/hylafax/bin', join(this.spool, 'bin'), { recursive: true, dereference: true });
    await cp('/etc/hylafax', join(this.spool, 'etc'), { recursive: true, dereference: true });
    await this.#configure(uid, gid);
  }

  async #configure(uid: number, gid: number): Promise<void> {
    const etc = join(this.spool, 'etc');
    const mail = join(this.spool, 'bin/fakemail');
    await writeFile(mail, `#!/bin/sh\n{ echo "== $*"; cat; echo; } >>${this.spool}/log/mail\n`, { mode: 0o755 });
    const cache = await readFile(join(etc, 'setup.cache'), 'utf8');
    // Debian's /usr/sbin/faxsend and its like are scripts that mount the standard spool and lose the uucp identity:
    // root would own the session logs then. The real programs are named instead, here and in SendFaxCmd.
    const values = { SENDMAIL: mail, SPOOL: this.spool, SBIN: '/usr/lib/hylafax/bin', LIBEXEC: '/usr/lib/hylafax/bin' };
    const own = Object.entries(values).reduce(
      (text, [name, value]) => text.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}='${value}'`),
      cache,
    );
    await writeFile(join(etc, 'setup.cache'), own);
    await writeFile(join(etc, 'config'), configText(serverConfig));
    for (const modem of this.#modems)
      await writeFile(join(etc, `config.${deviceId(modem.tty)}`), configText(this.#modemConfig(modem)));
    const hash = async (word: string) => (await run('openssl', ['passwd', '-6', word])).stdout.trim();
    const users = `^tester@.*:1001:${await hash('testpw')}:${await hash('adminpw')}\n^guest@.*:1002\n`;
    await writeFile(join(etc, 'hosts.hfaxd'), users, { mode: 0o600 });
    await chown(join(etc, 'hosts.hfaxd'), uid, gid);
    await writeFile(join(this.spool, 'log/seqf'), '', { mode: 0o600 });
    await chown(join(this.spool, 'log/seqf'), uid, gid);
  }

  #modemConfig({ number, config = {} }: HylafaxModem): Readonly<Record<string, string>> {
    return {
      ...modemConfig,
      FAXNumber: `+1.555.${number}`,
      LocalIdentifier: `"HYLA ${number.slice(-4)}"`,
      UUCPLockDir: join(this.spool, 'locks'),
      ...config,
    };
  }

  async #startDaemons(): Promise<void> {
    await this.#daemon('faxq', '/usr/sbin/faxq', ['-D', '-q', this.spool]);
    const door = ['-d', '-q', this.spool, '-l', '127.0.0.1', '-i', String(this.port)];
    await this.#daemon('hfaxd', '/usr/sbin/hfaxd', door);
    // A faxgetty that is up before the scheduler tells nobody that its modem is ready, and jobs wait for ever.
    await this.#until('the scheduler', (status) => /scheduler on .*: Running/.test(status));
    for (const { tty } of this.#modems)
      await this.#daemon(`faxgetty-${basename(tty)}`, '/usr/sbin/faxgetty', [
        '-q',
        this.spool,
        tty.replace('/dev/', ''),
      ]);
  }

  async #daemon(name: string, program: string, args: readonly string[]): Promise<void> {
    const log = await open(join(this.#folder, `${name}.log`), 'a');
    const daemon = spawn(program, args, { stdio: ['ignore', log.fd, log.fd], detached: true });
    this.#daemons.push(daemon);
    // A daemon must not outlive a rig that is stopped in the middle.
    process.once('exit', () => killGroup(daemon, 'SIGKILL'));
    await log.close();
  }

  /** Waits until every modem runs and is idle. Throws after half a minute with what the server says. */
  idle(): Promise<void> {
    const modems = this.#modems.length;
    return this.#until('a modem', (status) => (status.match(/Running and idle/g) ?? []).length === modems);
  }

  async #until(what: string, holds: (status: string) => boolean): Promise<void> {
    let status = '';
    for (let tries = 0; tries < 150; tries++) {
      status = await this.#client('faxstat', []).catch(String);
      if (holds(status)) return;
      await pause(200);
    }
    throw new Error(`HylaFAX: ${what} is not ready: ${status}`);
  }

  async #client(program: string, args: readonly string[]): Promise<string> {
    // By -h: "Host: localhost" in its client configuration makes it ignore FAXSERVER.
    const env = { ...process.env, FAXUSER: 'guest' };
    const { stdout } = await run(program, ['-h', `127.0.0.1:${this.port}`, ...args], { env, timeout: 30_000 });
    return stdout;
  }

  /** Submits a file to a number with sendfax, and waits for its end: what `faxstat -d` says of it. */
  async send(number: string, file: string, options: readonly string[], seconds: number): Promise<string> {
    const submitted = await this.#client('sendfax', ['-n', ...options, '-d', number, file]);
    const job = /request id is (\d+)/.exec(submitted)?.[1];
    if (job === undefined) throw new Error(`sendfax: ${submitted}`);
    const line = (text: string) => text.split('\n').find((each) => each.startsWith(`${job} `));
    for (let tries = 0; tries < seconds * 5; tries++) {
      if (line(await this.#client('faxstat', ['-s'])) === undefined) {
        const done = line(await this.#client('faxstat', ['-d']));
        if (done !== undefined) return done;
      }
      await pause(200);
    }
    return `job ${job} did not end in ${seconds} s`;
  }

  /** Files received so far, the oldest first. */
  async received(): Promise<readonly string[]> {
    const names = (await readdir(join(this.spool, 'recvq'))).filter((name) => name.endsWith('.tif')).sort();
    return names.map((name) => join(this.spool, 'recvq', name));
  }

  /** The log of the last session, for a failure's report. */
  async lastLog(): Promise<string> {
    const logs = (await readdir(join(this.spool, 'log'))).filter((name) => /^c\d+$/.test(name)).sort();
    const last = logs.at(-1);
    return last === undefined ? '' : readFile(join(this.spool, 'log', last), 'utf8');
  }

  async stop(): Promise<void> {
    for (const daemon of this.#daemons.reverse()) await ended(daemon);
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Ends a daemon with its children, at first politely. */
async function ended(daemon: ChildProcess): Promise<void> {
  if (daemon.pid === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return;
  const gone = new Promise<true>((resolve) => daemon.once('close', () => resolve(true)));
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    killGroup(daemon, signal);
    if (await Promise.race([gone, pause(2_000)])) return;
  }
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // It went between the look and the signal.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** HylaFAX's name of a device: its path below /dev, slashes as underscores. */
export function deviceId(tty: string): string {
  return tty.replace('/dev/', '').replaceAll('/', '_');
}

async function userUucp(): Promise<{ readonly uid: number; readonly gid: number }> {
  const number = async (option: string) => Number((await run('id', [option, 'uucp'])).stdout);
  return { uid: await number('-u'), gid: await number('-g') };
}

function configText(config: Readonly<Record<string, string>>): string {
  return Object.entries(config)
    .map(([name, value]) => `${name}:\t${value}\n`)
    .join('');
}

const spoolFolders = [
  ...['archive', 'client', 'config', 'dev', 'docq', 'doneq', 'info', 'log', 'pollq'],
  ...['recvq', 'sendq', 'status', 'tmp', 'locks'],
];

const serverConfig = {
  CountryCode: '1',
  AreaCode: '555',
  LongDistancePrefix: '1',
  InternationalPrefix: '011',
  DialStringRules: 'etc/dialrules',
  ServerTracing: '0x78fff',
  ContCoverPage: 'etc/cover.templ',
  SendFaxCmd: '/usr/lib/hylafax/bin/faxsend',
  MaxConcurrentCalls: '1',
  MaxSendPages: '500',
};

/** The usual delays cost six seconds a call, for hardware that needs them. No tag line font: pages go out untouched. */
const modemConfig = {
  CountryCode: '1',
  AreaCode: '555',
  LongDistancePrefix: '1',
  InternationalPrefix: '011',
  DialStringRules: 'etc/dialrules',
  ServerTracing: '0xFFF',
  SessionTracing: '0xFFF',
  RecvFileMode: '0644',
  LogFileMode: '0644',
  DeviceMode: '0660',
  RingsBeforeAnswer: '1',
  SpeakerVolume: 'off',
  MaxRecvPages: '200',
  ModemType: 'Class1',
  ModemRate: '38400',
  ModemFlowControl: 'xonxoff',
  ModemResetCmds: 'AT+VCID=1',
  Class1AdaptRecvCmd: 'AT+FAR=1',
  ModemResetDelay: '0',
  ModemSoftResetCmdDelay: '0',
  ModemDTRDropDelay: '0',
  ModemBaudRateDelay: '0',
  CallIDPattern: '"NMBR="',
  // After this time faxgetty looks whether the sender has left the modem, and here does not see that it has not: it would
  // talk into a call that takes longer.
  PollLockWait: '900',
};
