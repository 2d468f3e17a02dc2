import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CompareOptions, differenceOf } from '../compare-pages.ts';
import { type EfaxOptions, efaxAnswers, efaxPages, efaxSends } from '../efax.ts';
import type { Hylafax } from '../hylafax.ts';
import type { ModemPair } from '../modem-pair.ts';
import { type OurEnd, startFax, transcriptOf } from '../our-end.ts';
import { readPages, writeDocument } from '../rig-documents.ts';
import type { ModemCall } from './calls.ts';

/** What a call needs of the machine: a pair of modems, and HylaFAX on the first of them where it is the peer. */
export interface CallPlace {
  readonly pair: ModemPair;
  readonly hylafax: Hylafax | null;
}

/** How a call came out. */
export interface CallReport {
  readonly ok: boolean;
  /** Why not, with what both ends said; or a few facts. */
  readonly words: string;
}

/** The modem that the peer has; ours is the other one. */
const PEER = 0;
const OURS = 1;
/** efax reads its own clock in whole seconds while it waits for rings. */
const EFAX_READY = 2_000;

/** Makes one call of the list, and compares the pages that arrived. */
export async function runCall(call: ModemCall, place: CallPlace): Promise<CallReport> {
  const folder = await mkdtemp(join(tmpdir(), 'fax-rig-'));
  try {
    const sent = join(folder, 'sent.tif');
    // In the call's own coding: HylaFAX loses the last row of a page that it codes anew.
    await writeDocument(sent, { pages: call.pages, resolution: call.resolution, coding: call.coding });
    return await callers[call.peer](call, place, { folder, sent });
  } finally {
    // FAX_RIG_KEEP leaves what was sent and received, to look at.
    if (process.env.FAX_RIG_KEEP === undefined) await rm(folder, { recursive: true, force: true });
  }
}

interface Papers {
  readonly folder: string;
  readonly sent: string;
}

const callers = { efax: withEfax, hylafax: withHylafax, ours: withOurs } as const;

/** Longest that a call may take here, seconds: line time at the slowest rate, and the machine's own. */
const limit = ({ pages }: ModemCall): number => 90 + pages * 12;

function termsOf(call: ModemCall): readonly string[] {
  const codings = call.coding === 'mh' ? 'mh' : `mh,${call.coding}`;
  return ['--rates', call.modulation, '--codings', codings, '--ecm', call.ecm ? 'on' : 'off'];
}

async function withOurs(call: ModemCall, { pair }: CallPlace, { folder, sent }: Papers): Promise<CallReport> {
  const out = join(folder, 'received.tif');
  const answering = startFax(['answer', `modem:${pair.tty(PEER)}`, '--out', out], limit(call));
  await answering.ready;
  const calling = startFax(
    ['call', `modem:${pair.tty(OURS)}`, '--to', pair.number(PEER), '--send', sent, ...termsOf(call)],
    limit(call),
  );
  const caller = await calling.ended;
  if (caller.exit !== 0) answering.stop('SIGTERM');
  const answerer = await answering.ended;
  return judge(call, [caller, answerer], sent, [out], {});
}

async function withHylafax(call: ModemCall, { pair, hylafax }: CallPlace, papers: Papers): Promise<CallReport> {
  if (hylafax === null) throw new Error('a call with HylaFAX needs HylaFAX');
  const { folder, sent } = papers;
  await hylafax.idle();
  const before = (await hylafax.received()).length;
  if (call.direction === 'sends') {
    const args = ['call', `modem:${pair.tty(OURS)}`, '--to', pair.number(PEER), '--send', sent, ...termsOf(call)];
    const caller = await startFax(args, limit(call)).ended;
    const files = await arrived(hylafax, before);
    // HylaFAX flushes its input behind the CONNECT of a page: faster than real time, the first octets are gone then.
    const report = await judge(call, [caller], sent, files, call.ecm ? {} : { whiteTop: 200 });
    return report.ok ? report : { ok: false, words: `${report.words}\n${await hylafax.lastLog()}` };
  }
  const out = join(folder, 'received.tif');
  const answering = startFax(['answer', `modem:${pair.tty(OURS)}`, '--out', out, ...termsOf(call)], limit(call));
  await answering.ready;
  const fine = call.resolution === 'fine' ? ['-m'] : ['-l'];
  const sending = hylafax.send(pair.number(OURS), sent, fine, limit(call));
  // HylaFAX would try again for minutes where the call failed. Nobody listens to it then: what it rejects with is told
  // by the race alone.
  sending.catch(() => undefined);
  const failed = answering.ended.then(({ exit }) => (exit === 0 ? sending : 'our end failed'));
  const end = await Promise.race([sending, failed]);
  answering.stop('SIGTERM');
  const report = await judge(call, [await answering.ended], sent, [out], {});
  return report.ok ? report : { ok: false, words: `${report.words}\n${end}\n${await hylafax.lastLog()}` };
}

/** HylaFAX files what it received some time after the call. */
async function arrived(hylafax: Hylafax, before: number): Promise<readonly string[]> {
  for (let tries = 0; tries < 50; tries++) {
    const files = await hylafax.received();
    if (files.length > before) return files.slice(before);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return [];
}

async function withEfax(call: ModemCall, { pair }: CallPlace, { folder, sent }: Papers): Promise<CallReport> {
  const options: EfaxOptions = {
    tty: pair.tty(PEER),
    ident: '+1 555 0100',
    capabilities: `${call.resolution === 'fine' ? 1 : 0},5,0,2,0,0,0,0`,
    seconds: limit(call),
  };
  const place = join(folder, 'efax');
  await mkdir(place);
  if (call.direction === 'sends') {
    const efax = efaxAnswers(options, place);
    await new Promise((resolve) => setTimeout(resolve, EFAX_READY));
    const args = ['call', `modem:${pair.tty(OURS)}`, '--to', pair.number(PEER), '--send', sent, ...termsOf(call)];
    const caller = await startFax(args, limit(call)).ended;
    if (caller.exit !== 0) efax.stop();
    const { log } = await efax.ended;
    const report = await judge(call, [caller], sent, await efaxPages(place), {});
    return report.ok ? report : { ok: false, words: `${report.words}\n${log.slice(-3000)}` };
  }
  const out = join(folder, 'received.tif');
  const answering = startFax(['answer', `modem:${pair.tty(OURS)}`, '--out', out, ...termsOf(call)], limit(call));
  await answering.ready;
  const pages = await onePageFiles(call, folder);
  const { code, log } = await efaxSends(options, pair.number(OURS), pages, place).ended;
  if (code !== 0) answering.stop('SIGTERM');
  const report = await judge(call, [await answering.ended], sent, [out], { header: 48, shift: 60 });
  return report.ok ? report : { ok: false, words: `${report.words}\nefax ended with ${code}\n${log.slice(-3000)}` };
}

/** efax takes one file for each page. */
async function onePageFiles(call: ModemCall, folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (let n = 1; n <= call.pages; n++) {
    const file = join(folder, `page-${String(n).padStart(3, '0')}.tif`);
    await writeDocument(file, { pages: 1, resolution: call.resolution, coding: 'mh', firstNumber: n });
    files.push(file);
  }
  return files;
}

/** Exit codes, what was negotiated, and the pages, one by one. */
async function judge(
  call: ModemCall,
  ends: readonly OurEnd[],
  sent: string,
  files: readonly string[],
  overlook: CompareOptions,
): Promise<CallReport> {
  const report = (words: string): CallReport => ({
    ok: false,
    words: [words, ...ends.map((end) => transcriptOf(end))].join('\n'),
  });
  const failed = ends.find(({ exit }) => exit !== 0);
  if (failed) return report(`exit ${failed.exit}, ${failed.end?.outcome ?? 'no end'} ${failed.end?.code ?? ''}`);
  const [first] = ends;
  if (first?.end === null || first === undefined) return report('no end was told');
  if (first.end.ecm !== call.ecm) return report(`ECM was ${first.end.ecm}`);
  const received = (await Promise.all(files.map(readPages))).flat();
  const difference = differenceOf(await readPages(sent), received, overlook);
  if (difference !== null) return report(difference);
  return { ok: true, words: `${first.end.rate} bit/s, ${(first.end.t / 1000).toFixed(1)} s of line time` };
}
