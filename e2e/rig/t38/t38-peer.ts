import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const readySchema = z.object({ ev: z.literal('ready'), port: z.number() });
const resultSchema = z.object({
  ev: z.literal('result'),
  ok: z.boolean(),
  text: z.string(),
  farSub: z.string(),
  farPwd: z.string(),
  farSid: z.string(),
  pagesTx: z.number(),
  pagesRx: z.number(),
  rate: z.number(),
  /** Seconds of the call's time, up to the end of the program. */
  virtualS: z.number(),
});
export type PeerResult = z.infer<typeof resultSchema>;

/** What a run of t38peer came to. */
export interface PeerEnd {
  readonly exit: number | null;
  /** What it told last, or null where it was killed. */
  readonly result: PeerResult | null;
  /** Everything that it wrote, by line. */
  readonly lines: readonly string[];
}

export interface PeerRun {
  /** The UDP port that it is bound to; null when it ended without one. */
  readonly ready: Promise<number | null>;
  readonly ended: Promise<PeerEnd>;
  stop(): void;
}

/** Starts t38peer, and kills it after so many seconds. */
export function startPeer(program: string, args: readonly string[], seconds: number): PeerRun {
  const child = spawn(program, ['--events', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const ready = Promise.withResolvers<number | null>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    const told = readySchema.safeParse(parsed(line));
    if (told.success) ready.resolve(told.data.port);
  });
  child.stderr.on('data', (octets: Buffer) => lines.push(octets.toString().trimEnd()));
  const timer = setTimeout(() => {
    lines.push(`t38peer still ran after ${seconds} s: killed`);
    child.kill('SIGKILL');
  }, seconds * 1000);
  const ended = new Promise<PeerEnd>((resolve) => {
    child.once('error', (error) => lines.push(String(error)));
    child.once('close', (exit) => {
      clearTimeout(timer);
      ready.resolve(null);
      const result = resultSchema.safeParse(parsed(lines.at(-1) ?? ''));
      resolve({ exit, result: result.success ? result.data : null, lines });
    });
  });
  return { ready: ready.promise, ended, stop: () => child.kill('SIGTERM') };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** The last lines that t38peer wrote, for a failure's report. */
export function peerTail({ lines }: PeerEnd, count = 25): string {
  return lines
    .slice(-count)
    .map((line) => line.slice(0, 240))
    .join('\n');
}

/** Free UDP ports of the loopback interface: both ends must know the other's before they start. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const sockets = await Promise.all(
    Array.from({ length: count }, async () => {
      const socket = createSocket('udp4');
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.bind(0, '127.0.0.1', resolve);
      });
      return socket;
    }),
  );
  const ports = sockets.map((socket) => socket.address().port);
  await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))));
  return ports;
}
