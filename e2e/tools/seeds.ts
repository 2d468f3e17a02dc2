/**
 * Days of simulated offices that lose their power, their disks and their lines: `npm run -s seeds -- [--seeds N]
 * [--first S] [--minutes M] [--threads T]`. Prints what was reached, and as its last line the days that kept every
 * promise. `--seed S` plays one day again and tells it.
 */
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { brokenServers } from '../../app/server/embedded/simulation/campaign/broken-servers.ts';
import { type CampaignPart, playDays, replay } from '../../app/server/embedded/simulation/campaign/campaign.ts';
import { missing } from '../../app/server/embedded/simulation/campaign/must-reach.ts';
import { Tally } from '../../app/server/embedded/simulation/campaign/tally.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Bad days that are told; more of them tell nothing new. */
const TOLD = 5;

/** A server that is broken on purpose is found in so many days, or the campaign is blind to what is wrong with it. */
const TRIES = 400;

/** So many days see everything that the campaign is to reach; fewer may not. */
const ENOUGH = 2000;

const options = parseOptions();

function parseOptions() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ options: { seeds: text, first: text, seed: text, minutes: text, threads: text } }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

function numberOf(name: keyof typeof options): number | undefined {
  const text = options[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0 && (name === 'minutes' || Number.isInteger(value))) return value;
  process.stderr.write(`--${name} is a number above 0, not “${text}”\n`);
  process.exit(2);
}

async function tellOne(seed: number): Promise<number> {
  const { violations, story } = await replay(seed);
  for (const line of story) say(line);
  say(violations.length === 0 ? 'This day keeps every promise.' : `${violations.length} promises broken.`);
  return violations.length;
}

async function campaign(): Promise<void> {
  const minutes = numberOf('minutes');
  const first = numberOf('first') ?? (minutes === undefined ? 1 : 1 + (Date.now() % 1_000_000_000));
  const count = numberOf('seeds') ?? (minutes === undefined ? 2000 : Number.MAX_SAFE_INTEGER);
  const until = minutes === undefined ? Number.MAX_SAFE_INTEGER : Date.now() + minutes * 60_000;
  const shares = numberOf('threads') ?? availableParallelism();
  const start = performance.now();
  const parts = await Promise.all(
    Array.from({ length: shares }, (_, share) => playShare({ seed: first, count, until, share, shares })),
  );
  const tally = new Tally();
  for (const part of parts.flat()) tally.add(part.tally);
  const days = parts.flat().reduce((sum, part) => sum + part.days, 0);
  const bad = parts.flat().flatMap((part) => part.bad);
  for (const line of tally.lines()) say(line);
  for (const { seed, violations } of bad.sort((a, b) => a.seed - b.seed).slice(0, TOLD)) {
    say('');
    await tellOne(seed);
    for (const violation of violations) say(`broken promise: ${violation}`);
    say(`again: npm run -s seeds -- --seed ${seed}`);
  }
  if (bad.length > TOLD) say(`bad days: ${bad.map(({ seed }) => seed).join(', ')}`);
  const unreached = days < ENOUGH ? [] : missing(tally);
  for (const what of unreached) say(`never reached: ${what}`);
  const unseen = await unseenBreakages();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(
    `${days} simulated days, seeds ${first} to ${first + days - 1}, in ${seconds} s on ${shares} threads: ` +
      `${tally.size('state')} states and ${tally.size('transition')} transitions reached, ` +
      `${tally.total('fault')} faults of ${tally.size('fault')} kinds, at ${tally.size('step')} steps`,
  );
  // One check for each day, one that everything was reached, and one for each server that is broken on purpose.
  const found = Object.keys(brokenServers).length - unseen;
  finish(days - bad.length + (unreached.length === 0 ? 1 : 0) + found, bad.length + unreached.length + unseen);
}

/** Plays days with servers that break a promise each; the answer is how many of them the campaign did not find out. */
async function unseenBreakages(): Promise<number> {
  let unseen = 0;
  for (const [name, sabotage] of Object.entries(brokenServers)) {
    const seeds = Array.from({ length: TRIES }, (_, index) => index + 1);
    const { days, bad } = await playDays(seeds, { sabotage, stop: (count) => count > 0 });
    const [first] = bad;
    if (first === undefined) unseen += 1;
    say(
      `a server that ${name}: ${first ? `found on day ${days}: ${first.violations[0]}` : `not found in ${days} days`}`,
    );
  }
  return unseen;
}

function playShare(share: {
  seed: number;
  count: number;
  until: number;
  share: number;
  shares: number;
}): Promise<CampaignPart[]> {
  const { promise, resolve, reject } = Promise.withResolvers<CampaignPart[]>();
  const parts: CampaignPart[] = [];
  const worker = new Worker(new URL('../seeds/seeds-worker.ts', import.meta.url), { workerData: share });
  worker.on('message', (part: CampaignPart) => parts.push(part));
  worker.on('error', reject);
  worker.on('exit', (code) => (code === 0 ? resolve(parts) : reject(new Error(`A worker ended with ${code}.`))));
  return promise;
}

function finish(passed: number, failed: number): void {
  say(`${passed} passed, ${failed} failed, 0 skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
}

const one = numberOf('seed');
if (one === undefined) await campaign();
else {
  const broken = await tellOne(one);
  finish(broken === 0 ? 1 : 0, broken === 0 ? 0 : 1);
}
