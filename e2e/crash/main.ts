/**
 * The server killed at every step: `npm run kills -- [--kills N] [--minutes M] [--seed N] [--step S] [--line L]
 * [--lane N] [--planted BUG] [--keep]`. Prints every violation with the command that repeats it, the kills by step, and as its last
 * line the counts.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type StepName, stepNames } from '../../app/server/embedded/steps.ts';
import { countSteps, type JudgedLane, runCampaign } from './campaign.ts';
import {
  type LaneLine,
  type LanePlan,
  laneLines,
  type PlannedKill,
  planLanes,
  planStep,
  stepsOf,
} from './kill-plan.ts';
import { type PlantedBug, plantedBugs } from './planted-bugs.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Kills of a run that says nothing of them. */
const KILLS = 300;
/** Violations of one lane that are printed. */
const MOST_TOLD = 12;
/** Kills of one lane: a lane costs three starts more, and one over `t38:` waits after most of its kills. */
const KILLS_OF_LANE = { loopback: 25, t38: 15 } as const;
/** The kills that show each planted bug, and what it must be found as. The same kills without it break nothing. */
const plantedPlans: Readonly<
  Record<PlantedBug, { readonly kills: readonly AtStep[]; readonly verdicts: readonly string[] }>
> = {
  'no-sync': { kills: [at('submit.jobs-written'), at('send.dialling')], verdicts: ['lost'] },
  'late-record': {
    kills: [at('send.confirmation-writing', 2), at('send.confirmation-writing', 2)],
    verdicts: ['doubled'],
  },
  'no-key': { kills: [at('submit.jobs-written'), at('submit.jobs-written')], verdicts: ['doubled'] },
};
type AtStep = Extract<PlannedKill, { kind: 'step' }>;

function at(step: StepName, occurrence = 1): AtStep {
  return { kind: 'step', step, occurrence };
}

const options = readOptions();

function readOptions() {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      ...{ kills: text, minutes: text, seed: text, lane: text, step: text, line: text, planted: text },
      keep: { type: 'boolean' },
    },
  });
  return {
    kills: numberOf('kills', values.kills),
    minutes: numberOf('minutes', values.minutes),
    seed: numberOf('seed', values.seed) ?? (values.minutes === undefined ? 1 : Date.now() % 1_000_000),
    lane: numberOf('lane', values.lane),
    step: oneOf('step', stepNames, values.step),
    line: oneOf('line', laneLines, values.line),
    planted: oneOf('planted', plantedBugs, values.planted),
    keep: values.keep === true,
  };
}

function wrong(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(2);
}

function numberOf(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : wrong(`--${name} is a number, not “${text}”`);
}

function oneOf<T extends string>(name: string, known: readonly T[], text: string | undefined): T | null {
  if (text === undefined) return null;
  return known.find((each) => each === text) ?? wrong(`--${name} is one of ${known.join(', ')}`);
}

/** A run for minutes plays lane after lane and begins at a seed of its own. */
function plansOf(): readonly LanePlan[] {
  const { kills, minutes, seed, lane, step, line } = options;
  const lines = laneLines.filter((each) => line === null || each === line);
  if (step) return lines.filter((each) => stepsOf(each).includes(step)).map((each) => planStep(step, each, seed));
  const count = kills ?? (minutes === null ? KILLS : Math.ceil(minutes * 60));
  const lanesOf = (each: LaneLine) => Math.max(1, Math.ceil(count / 2 / KILLS_OF_LANE[each]));
  const plans = planLanes(count, { loopback: lanesOf('loopback'), t38: lanesOf('t38') }, seed);
  return plans.filter((plan) => lines.includes(plan.line) && (lane === null || plan.seed === lane));
}

function tellLane({ run, violations, folder, delivered, uncertainArrived, uncertainNotArrived }: JudgedLane): void {
  const { plan, kills, troubles, faxes } = run;
  const bad = violations.length + troubles.length;
  const outside = kills.filter(({ step }) => step === null).length;
  say(
    `${plan.line} lane ${plan.seed}: ${kills.length} kills (${outside} from outside), ${faxes.length} faxes, ${delivered} delivered, ${uncertainArrived + uncertainNotArrived} uncertain${bad === 0 ? '' : `, ${bad} broken`}`,
  );
  for (const { verdict, words } of violations.slice(0, MOST_TOLD)) say(`  ${verdict}: ${words}`);
  for (const words of troubles) say(`  trouble: ${words}`);
  if (bad > 0) say(`  files: ${folder}`);
  if (bad > 0) say(`  again: npm run -s kills -- ${again(plan)}`);
}

function again(plan: LanePlan): string {
  const { seed, step, kills, minutes } = options;
  if (step !== null) return `--seed ${seed} --step ${step} --line ${plan.line}`;
  const size = kills ?? (minutes === null ? KILLS : Math.ceil(minutes * 60));
  return `--seed ${seed} --kills ${size} --lane ${plan.seed}`;
}

/** True where the bug is found, and the same kills without it break nothing. */
async function playPlanted(bug: PlantedBug): Promise<boolean> {
  const { kills, verdicts } = plantedPlans[bug];
  const play = async (planted: PlantedBug | null): Promise<ReadonlySet<string>> => {
    const found = new Set<string>();
    await runCampaign([{ seed: options.seed, line: 'loopback', kills }], {
      planted,
      powerCuts: bug === 'no-sync' ? 'all' : 'half',
      until: Number.POSITIVE_INFINITY,
      keep: options.keep,
      onLane: ({ violations, run }) => {
        for (const { verdict } of violations) found.add(verdict);
        if (run.troubles.length > 0) found.add('trouble');
      },
    });
    return found;
  };
  const [found, control] = await Promise.all([play(bug), play(null)]);
  const isFound = verdicts.some((verdict) => found.has(verdict));
  const words = [...found].join(', ') || 'nothing';
  say(
    `planted ${bug}: ${isFound ? 'found' : 'NOT FOUND'} (${words}); without it: ${[...control].join(', ') || 'nothing'}`,
  );
  return isFound && control.size === 0;
}

/** Prints the counts by step; gives the steps at which no kill was made though they were to be. */
function tellSteps(lanes: readonly JudgedLane[], wanted: readonly StepName[]): readonly StepName[] {
  const counts = countSteps(lanes.map(({ run }) => run));
  say('kills by step (and how often it was come to):');
  for (const step of stepNames) {
    const { kills = 0, said = 0 } = counts.get(step) ?? {};
    say(`  ${String(kills).padStart(4)}  ${step} (${said})`);
  }
  const outside = lanes.flatMap(({ run }) => run.kills).filter(({ step }) => step === null).length;
  say(`  ${String(outside).padStart(4)}  from outside`);
  return wanted.filter((step) => (counts.get(step)?.kills ?? 0) === 0);
}

async function campaign(): Promise<{ readonly passed: number; readonly failed: number }> {
  const plans = plansOf();
  const lanes: JudgedLane[] = [];
  const { minutes } = options;
  const ofReceiver = await runCampaign(plans, {
    planted: null,
    powerCuts: 'half',
    until: minutes === null ? Number.POSITIVE_INFINITY : performance.now() + minutes * 60_000,
    keep: options.keep,
    onLane: (lane) => {
      lanes.push(lane);
      tellLane(lane);
    },
  });
  for (const { verdict, words } of ofReceiver.slice(0, MOST_TOLD)) say(`receiver: ${verdict}: ${words}`);
  const whole = options.step === null && options.lane === null && options.line === null;
  const missed = tellSteps(lanes, whole ? stepNames : options.step ? [options.step] : []);
  for (const step of missed) say(`no kill was made at ${step}`);
  const sum = (count: (lane: JudgedLane) => number) => lanes.reduce((all, lane) => all + count(lane), 0);
  const kills = sum(({ run }) => run.kills.length);
  const planned = minutes === null ? plans.reduce((all, plan) => all + plan.kills.length, 0) : kills;
  const verdicts = [...lanes.flatMap(({ violations }) => violations), ...ofReceiver];
  const of = (verdict: string) => verdicts.filter((each) => each.verdict === verdict).length;
  say(
    `${kills} kills from seed ${options.seed}, ${sum(({ run }) => run.faxes.length)} faxes accepted: ${of('lost')} lost, ${of('doubled')} doubled, ${of('half')} half, ${of('orphan')} orphans; ` +
      `${sum(({ delivered }) => delivered)} delivered, ${sum(({ uncertainArrived }) => uncertainArrived)} uncertain and arrived, ` +
      `${sum(({ uncertainNotArrived }) => uncertainNotArrived)} uncertain and cut before the command, ${sum(({ partialFaxes }) => partialFaxes)} received in part`,
  );
  const broken = verdicts.length + sum(({ run }) => run.troubles.length);
  return { passed: Math.max(0, kills - broken) + lanes.length, failed: broken + missed.length + (planned - kills) };
}

/** The whole run looks for the planted bugs too. */
async function main(): Promise<void> {
  const { planted, step, lane, line } = options;
  let passed = 0;
  let failed = 0;
  if (planted === null) {
    const counts = await campaign();
    passed += counts.passed;
    failed += counts.failed;
  }
  // One after the other: each is two lanes at the same time.
  const bugs = planted !== null ? [planted] : step === null && lane === null && line === null ? plantedBugs : [];
  for (const bug of bugs) {
    if (await playPlanted(bug)) passed += 1;
    else failed += 1;
  }
  say(`${passed} passed, ${failed} failed, 0 skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
}

await main();
