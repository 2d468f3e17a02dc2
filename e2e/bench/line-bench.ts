/**
 * How long calls take on the line, as a multiple of the least that T.30 allows: ours, HylaFAX's and efax's, each program
 * calling itself over the same software modems in the same run. Times are those of the modems' audio.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePage } from '../../app/image/page-coder.ts';
import type { Coding } from '../../app/model/page-format.ts';
import { hasProgram } from '../peers/programs.ts';
import { efaxAnswers, efaxSends } from '../rig/efax.ts';
import { Hylafax, hasHylafax, hylafaxNeeds } from '../rig/hylafax.ts';
import { ModemPair } from '../rig/modem-pair.ts';
import { measureCommandLatency } from '../rig/modems/command-latency.ts';
import { startFax, transcriptOf } from '../rig/our-end.ts';
import { readPages, writeDocument } from '../rig/rig-documents.ts';
import { buildRigProgram, neededBy } from '../rig/rig-programs.ts';
import type { Bench, BenchNotRun, BenchResult } from './bench.ts';
import { floorOf } from './line-floor.ts';

const PAGES = 2;
/** efax dies of a page that takes less than a second of its clock. */
const SPEED = 20;
const LIMIT = 120;

/** A way to send that two programs share. */
interface Way {
  readonly name: string;
  readonly coding: Coding;
  readonly ecm: boolean;
  readonly peer: 'efax' | 'hylafax';
}

const ways: readonly Way[] = [
  { name: 'V.17 14400, MMR with ECM', coding: 'mmr', ecm: true, peer: 'hylafax' },
  { name: 'V.17 14400, MR without ECM', coding: 'mr', ecm: false, peer: 'hylafax' },
  { name: 'V.17 14400, MH without ECM', coding: 'mh', ecm: false, peer: 'efax' },
];

interface Papers {
  readonly program: string;
  readonly folder: string;
  readonly document: string;
}

type Measured = (way: Way, papers: Papers) => Promise<number>;

/** Line time up to the end of the caller's DCN at the called end, seconds. */
function lineTime(pair: ModemPair): number {
  const times = pair.events.flatMap((event) =>
    event.ev === 'hdlc' && event.frame === 'DCN' && typeof event.ct === 'number' ? [event.ct] : [],
  );
  const last = times.at(-1);
  if (last === undefined) throw new Error('no call was ended by DCN');
  return last;
}

const measureOurs: Measured = async ({ coding, ecm }, { program, folder, document }) => {
  const pair = await ModemPair.start(program, { speed: SPEED, options: ['-v'] });
  try {
    const answering = startFax(['answer', `modem:${pair.tty(0)}`, '--out', join(folder, 'ours.tif')], LIMIT);
    await answering.ready;
    const terms = ['--codings', coding === 'mh' ? 'mh' : `mh,${coding}`, '--ecm', ecm ? 'on' : 'off'];
    const args = ['call', `modem:${pair.tty(1)}`, '--to', pair.number(0), '--send', document, ...terms];
    const caller = await startFax(args, LIMIT).ended;
    if (caller.exit !== 0) answering.stop('SIGTERM');
    await answering.ended;
    if (caller.exit !== 0) throw new Error(`our call failed: ${transcriptOf(caller)}`);
    return lineTime(pair);
  } finally {
    await pair.stop();
  }
};

const measureEfax: Measured = async (_way, { program, folder, document }) => {
  const pair = await ModemPair.start(program, { speed: SPEED, options: ['-v'] });
  try {
    const end = (modem: number) => ({
      tty: pair.tty(modem),
      ident: `+1 555 010${modem}`,
      capabilities: '1,5,0,2,0,0,0,0',
      seconds: LIMIT,
    });
    const answering = efaxAnswers(end(0), folder);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const pages = await onePageFiles(document, folder);
    const sent = await efaxSends(end(1), pair.number(0), pages, folder).ended;
    const received = await answering.ended;
    if (sent.code !== 0 || received.code !== 0) throw new Error(`efax failed: ${sent.log}`);
    return lineTime(pair);
  } finally {
    await pair.stop();
  }
};

/** efax takes one file for each page. */
async function onePageFiles(document: string, folder: string): Promise<readonly string[]> {
  const count = (await readPages(document)).length;
  const files = Array.from({ length: count }, (_, n) => join(folder, `efax-${n}.tif`));
  for (const [n, file] of files.entries())
    await writeDocument(file, { pages: 1, resolution: 'fine', coding: 'mh', firstNumber: n + 1 });
  return files;
}

const measureHylafax: Measured = async ({ ecm }, { program, document }) => {
  const ttys = `/dev/fax-bench-${process.pid}`;
  await mkdir(ttys, { recursive: true });
  const pair = await ModemPair.start(program, { speed: SPEED, folder: ttys, options: ['-o', 'uucp', '-v'] });
  try {
    const modems = [0, 1].map((modem) => ({ tty: pair.tty(modem), number: pair.number(modem) }));
    const rig = await Hylafax.start(21_000 + (process.pid % 20_000), modems);
    try {
      // Without ECM (-E) it takes MR.
      const options = ['-m', ...(ecm ? [] : ['-E'])];
      const end = await rig.send(pair.number(0), document, options, LIMIT);
      if ((await rig.received()).length === 0) throw new Error(`HylaFAX failed: ${end}\n${await rig.lastLog()}`);
      return lineTime(pair);
    } finally {
      await rig.stop();
    }
  } finally {
    await pair.stop();
    await rm(ttys, { recursive: true, force: true });
  }
};

const versions = { efax: 'efax 0.9a', hylafax: 'HylaFAX 6.0.7' } as const;
const peers: Readonly<Record<Way['peer'], Measured>> = { efax: measureEfax, hylafax: measureHylafax };

/** What keeps a peer from being measured here, or null. */
async function missing(peer: Way['peer']): Promise<string | null> {
  if (peer === 'efax') return hasProgram('efax') ? null : 'efax';
  return (await hasHylafax()) ? null : hylafaxNeeds;
}

async function run(): Promise<{ readonly results: readonly BenchResult[]; readonly notRun: readonly BenchNotRun[] }> {
  const program = await buildRigProgram('modempair');
  if (program === null) return { results: [], notRun: [{ name: 'line', needs: neededBy('modempair') }] };
  const results: BenchResult[] = [];
  const notRun: BenchNotRun[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'fax-line-bench-'));
  try {
    const document = join(folder, 'document.tif');
    await writeDocument(document, { pages: PAGES, resolution: 'fine', coding: 'mh' });
    for (const way of ways) {
      const needs = await missing(way.peer);
      if (needs !== null) notRun.push({ name: `line (${way.peer})`, needs });
      else results.push(await compare(way, { program, folder, document }));
    }
    results.push(...(await responses()));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { results, notRun };
}

/** Pages of the call that is measured while pages are rendered. */
const LOADED_PAGES = 100;

/** How soon one process answers its modems, and how long its event loop stands still, while it renders pages. */
async function responses(): Promise<readonly BenchResult[]> {
  const measured = await measureCommandLatency({ pages: LOADED_PAGES, load: true });
  if (measured === null) return [];
  const { responses: answers, loopDelay, rendered } = measured;
  if (!measured.equal) throw new Error('the pages of the call under load did not arrive');
  const page = `${LOADED_PAGES} pages, ${rendered} rendered meanwhile`;
  const alone = (name: string, unit: string, ours: number): BenchResult => ({
    ...{ name, page, unit, ours, peer: null, peerValue: null, ratio: null },
    ...{ runs: answers.count, spread: 0, better: 'lower' },
  });
  return [
    alone('line-late', 'answers to the modem later than 55 ms', answers.late),
    alone('line-answer-p99', 'ms', answers.p99),
    alone('line-answer-max', 'ms', answers.max),
    alone('line-loop-p99', 'ms that the event loop stood still', loopDelay.p99),
    alone('line-loop-max', 'ms that the event loop stood still', loopDelay.max),
  ];
}

async function compare(way: Way, papers: Papers): Promise<BenchResult> {
  const pages = (await readPages(papers.document)).map((page) => encodePage(page, way.coding, { resolution: 'fine' }));
  const floor = floorOf({ pages, modulation: 'v17-14400', ecm: way.ecm }, 'nominal');
  const ours = (await measureOurs(way, papers)) / floor;
  const peerValue = (await peers[way.peer](way, papers)) / floor;
  return {
    name: 'line',
    page: way.name,
    unit: `times the least of ${floor.toFixed(1)} s`,
    ours,
    peer: versions[way.peer],
    peerValue,
    ratio: peerValue / ours,
    runs: 1,
    spread: 0,
    better: 'lower',
  };
}

/** `fax bench line`: time on the line against HylaFAX and efax. */
export const lineBench: Bench = { name: 'line', title: 'time of a call on the line', run };
