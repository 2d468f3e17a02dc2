import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Snapshot } from '../../app/contract/snapshot.ts';
import type { StepName } from '../../app/server/embedded/steps.ts';
import {
  judgeArchive,
  judgeOrphans,
  judgeReceipts,
  judgeRoutedFolder,
  judgeRouting,
  receivedFaxes,
  toldFaxes,
} from './evidence.ts';
import { type Judgement, judge, type Violation } from './judge.ts';
import type { LaneLine, LanePlan } from './kill-plan.ts';
import { Lane, type LaneRun } from './lane.ts';
import { type MailSink, openMailSink } from './mail-sink.ts';
import { freeUdpPorts } from './office-setup.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { openReceiver, type Receiver } from './receiver.ts';

/** Lanes that run at the same time: one on `t38:` waits most of its time for the far end to notice a cut. */
export const lanesAtOnce: Readonly<Record<LaneLine, number>> = { loopback: 3, t38: 10 };

/** A lane that was played and judged. */
export interface JudgedLane extends Judgement {
  readonly run: LaneRun;
  readonly folder: string;
}

export interface CampaignOptions {
  readonly planted: PlantedBug | null;
  /** Every second lane's kills are power cuts; `all` and `none` for one kind alone. */
  readonly powerCuts: 'half' | 'all';
  /** No lane is begun after this, ms of this process. */
  readonly until: number;
  /** Folders of lanes that broke nothing stay too. */
  readonly keep: boolean;
  readonly onLane: (lane: JudgedLane) => void;
}

/** What all lanes of one campaign share. */
interface Shared {
  readonly folder: string;
  readonly runtimeDir: string;
  readonly mails: MailSink;
  readonly receiver: Receiver | null;
  readonly nextJob: () => number;
}

/**
 * Plays the lanes, some at a time, and judges each. What the receiver of `t38:` holds beyond them is judged at the end:
 * the violations given back are its own.
 */
export async function runCampaign(plans: readonly LanePlan[], options: CampaignOptions): Promise<readonly Violation[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fax-crash-'));
  const runtimeDir = join(folder, 'run');
  await mkdir(runtimeDir, { mode: 0o700 });
  const mails = await openMailSink();
  const receiver = plans.some(({ line }) => line === 't38')
    ? await openReceiver(join(folder, 'receiver'), runtimeDir, mails.port)
    : null;
  let jobs = 0;
  const shared: Shared = { folder, runtimeDir, mails, receiver, nextJob: () => ++jobs };
  let broken = false;
  const ofReceiver: Violation[] = [];
  const onLane = (lane: JudgedLane) => {
    broken ||= lane.violations.length > 0 || lane.run.troubles.length > 0;
    options.onLane(lane);
  };
  try {
    await Promise.all([
      playSome(
        plans.filter(({ line }) => line === 'loopback'),
        lanesAtOnce.loopback,
        shared,
        { ...options, onLane },
      ),
      playSome(
        plans.filter(({ line }) => line === 't38'),
        lanesAtOnce.t38,
        shared,
        { ...options, onLane },
      ),
    ]);
  } finally {
    const last = await receiver?.close();
    await mails.close();
    if (receiver && last) ofReceiver.push(...(await judgeReceiver(receiver, last)));
    // What a planted bug breaks is of no use to anybody.
    const wanted = options.keep || (options.planted === null && (broken || ofReceiver.length > 0));
    if (!wanted) await rm(folder, { recursive: true, force: true });
  }
  return ofReceiver;
}

/** What it holds beyond the lanes' faxes: nothing left over, nothing routed twice. */
const judgeReceiver = async ({ routed, dataDir }: Receiver, last: Snapshot): Promise<readonly Violation[]> => [
  ...(await judgeRoutedFolder(last.messages, routed)),
  ...(await judgeArchive(last, dataDir, [])),
  ...(await judgeOrphans(last, dataDir)),
];

/** Takes the plans in turn, so many at a time. */
async function playSome(plans: readonly LanePlan[], atOnce: number, shared: Shared, options: CampaignOptions) {
  const left = plans.map((plan, place) => ({ plan, powerCuts: options.powerCuts === 'all' || place % 2 === 1 }));
  const play = async (): Promise<void> => {
    for (let next = left.shift(); next && performance.now() < options.until; next = left.shift())
      options.onLane(await playLane(next.plan, next.powerCuts, shared, options));
  };
  await Promise.all(Array.from({ length: atOnce }, play));
}

async function playLane(
  plan: LanePlan,
  powerCuts: boolean,
  { folder: parent, runtimeDir, mails, receiver, nextJob }: Shared,
  { planted, keep }: CampaignOptions,
): Promise<JudgedLane> {
  const name = `lane-${plan.seed}`;
  const folder = join(parent, name);
  const t38 = plan.line === 't38' && receiver ? await freeUdpPorts() : null;
  if (t38) await receiver?.openPort(name, t38);
  const lane = new Lane(plan, { folder, runtimeDir, mailPort: mails.port, t38, planted, powerCuts, nextJob });
  const run = await lane.run();
  const judgement = await judgeLane(run, lane, t38 ? receiver : null, name, mails);
  if (judgement.violations.length === 0 && run.troubles.length === 0 && !keep)
    await rm(folder, { recursive: true, force: true });
  return { ...judgement, run, folder };
}

async function judgeLane(
  run: LaneRun,
  lane: Lane,
  receiver: Receiver | null,
  name: string,
  mails: MailSink,
): Promise<Judgement> {
  const messages = receiver ? await receiver.received(name) : (run.last?.messages ?? []);
  const received = await receivedFaxes(messages);
  const judgement = judge(
    toldFaxes(run.faxes, run.last),
    received,
    run.kills.filter(({ lastPageOpen }) => lastPageOpen).length,
  );
  if (run.last === null) return judgement;
  const others = [
    ...(await judgeRouting(messages, received, receiver?.routed ?? lane.routed)),
    ...(receiver ? [] : await judgeRoutedFolder(messages, lane.routed)),
    ...(await judgeArchive(run.last, lane.dataDir, run.faxes)),
    ...(await judgeOrphans(run.last, lane.dataDir)),
    ...judgeReceipts(run.faxes, mails.mails),
  ];
  return { ...judgement, violations: [...judgement.violations, ...others] };
}

/** Kills and visits by step, over all lanes. */
export function countSteps(
  lanes: readonly LaneRun[],
): ReadonlyMap<StepName, { readonly kills: number; readonly said: number }> {
  const counts = new Map<StepName, { kills: number; said: number }>();
  const of = (step: StepName) => {
    const count = counts.get(step) ?? { kills: 0, said: 0 };
    counts.set(step, count);
    return count;
  };
  for (const { kills, steps } of lanes) {
    for (const [step, times] of steps) of(step).said += times;
    for (const { step } of kills) if (step !== null) of(step).kills += 1;
  }
  return counts;
}
