/**
 * Calls between our Class 1 driver and efax, HylaFAX and ourselves, over software modems: the written list, or with
 * `--all` the full product; then the calls over bad lines. `--only WORDS` makes the calls whose name has all of the
 * words, `--only noise` those over bad lines. Prints a line for each
 * call, and the counts as the last line.
 */
import { mkdir, rm } from 'node:fs/promises';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { hasProgram } from '../../peers/programs.ts';
import { Hylafax, hasHylafax, hylafaxNeeds } from '../hylafax.ts';
import { ModemPair } from '../modem-pair.ts';
import { buildRigProgram, neededBy } from '../rig-programs.ts';
import { everyModemCall, type ModemCall, modemCalls, nameOf, type Peer } from './calls.ts';
import { badLines, runBadLine } from './noise.ts';
import { type CallPlace, type CallReport, runCall } from './run-call.ts';

const { values } = parseArgs({ options: { all: { type: 'boolean', default: false }, only: { type: 'string' } } });
const words = values.only?.split(' ') ?? [];
const chosen = (values.all ? everyModemCall() : modemCalls).filter((call) =>
  words.every((word) => nameOf(call).split(' ').includes(word)),
);

// Ends with its children.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));

const counts = { passed: 0, failed: 0, skipped: 0 };
const write = (text: string) => process.stdout.write(`${text}\n`);

interface OpenPlace extends CallPlace {
  readonly close: () => Promise<void>;
}

let hylafaxes = 0;

/** HylaFAX runs as its own user and looks for terminals below /dev alone. */
async function openHylafax(program: string): Promise<OpenPlace> {
  hylafaxes += 1;
  const folder = `/dev/fax-rig-${process.pid}-${hylafaxes}`;
  await mkdir(folder);
  // At full speed a page is there before HylaFAX, which flushes its input behind CONNECT, looks for it.
  const pair = await ModemPair.start(program, { speed: 20, folder, options: ['-o', 'uucp'] });
  const port = 20_000 + ((process.pid * 50 + hylafaxes) % 20_000);
  const hylafax = await Hylafax.start(port, [{ tty: pair.tty(0), number: pair.number(0) }]);
  const close = async () => {
    await hylafax.stop();
    await pair.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { pair, hylafax, close };
}

async function openPlace(program: string, peer: Peer): Promise<OpenPlace> {
  if (peer === 'hylafax') return openHylafax(program);
  // efax counts a page's time in whole seconds and dies of a page that takes none.
  const pair = await ModemPair.start(program, { speed: peer === 'efax' ? 20 : 'turbo' });
  return { pair, hylafax: null, close: () => pair.stop() };
}

/** What keeps a peer's calls from being made here, or null. */
async function missing(peer: Peer): Promise<string | null> {
  if (peer === 'efax' && !hasProgram('efax')) return 'efax';
  if (peer === 'hylafax' && !(await hasHylafax())) return `${hylafaxNeeds}, and root`;
  return null;
}

async function runLane(program: string | null, peer: Peer, calls: readonly ModemCall[]): Promise<void> {
  if (calls.length === 0) return;
  const needs = program === null ? neededBy('modempair') : await missing(peer);
  if (needs !== null || program === null) {
    for (const call of calls) write(`not run: ${nameOf(call)}, needs ${needs}`);
    counts.skipped += calls.length;
    return;
  }
  const place = await openPlace(program, peer);
  try {
    for (const call of calls) {
      const start = performance.now();
      const report = await runCall(call, place).catch((error: unknown) => ({ ok: false, words: String(error) }));
      tell(nameOf(call), report, start);
    }
  } finally {
    await place.close();
  }
}

async function runBadLines(program: string | null): Promise<void> {
  if (words.length > 0 && !words.includes('noise')) return;
  for (const line of badLines) {
    if (program === null) {
      write(`not run: ${line.name}, needs ${neededBy('modempair')}`);
      counts.skipped += 1;
      continue;
    }
    const start = performance.now();
    const report = await runBadLine(program, line).catch((error: unknown) => ({ ok: false, words: String(error) }));
    tell(line.name, report, start);
  }
}

function tell(name: string, { ok, words: said }: CallReport, start: number): void {
  counts[ok ? 'passed' : 'failed'] += 1;
  write(`${ok ? 'ok    ' : 'FAILED'} ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s; ${said}`);
}

const program = await buildRigProgram('modempair');
const of = (peer: Peer) => chosen.filter((call) => call.peer === peer);
// Two lanes at once: HylaFAX waits most of the time.
const hylafaxSends = of('hylafax').filter(({ direction }) => direction === 'receives');
await Promise.all([
  runLane(
    program,
    'hylafax',
    of('hylafax').filter(({ direction }) => direction === 'sends'),
  ).then(async () => {
    // When it has sent, HylaFAX waits half a minute before it looks at its modem again, and it codes the next document
    // for what it has learned of us: a fresh one for each call.
    for (const call of hylafaxSends) await runLane(program, 'hylafax', [call]);
  }),
  runLane(program, 'ours', of('ours'))
    .then(() => runLane(program, 'efax', of('efax')))
    .then(() => runBadLines(program)),
]);
if (counts.passed + counts.failed + counts.skipped === 0) counts.failed += 1;
write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
