import { expect, test } from 'vitest';
import { stepNames } from '../../app/server/embedded/steps.ts';
import { planLanes, planStep, stepsOf } from './kill-plan.ts';

const plan = planLanes(300, { loopback: 10, t38: 10 }, 1);
const killsOf = (line: string) => plan.filter((lane) => lane.line === line).flatMap(({ kills }) => kills);

test('half of the kills are on each line, every step among them, some from outside', () => {
  for (const line of ['loopback', 't38'] as const) {
    const kills = killsOf(line);
    expect(kills).toHaveLength(150);
    const steps = new Set(kills.flatMap((kill) => (kill.kind === 'step' ? [kill.step] : [])));
    expect([...steps].sort()).toEqual([...stepsOf(line)].sort());
    expect(kills.filter(({ kind }) => kind === 'outside').length).toBeGreaterThan(5);
  }
  expect(stepsOf('loopback')).toEqual(stepNames);
});

test('a seed gives the same plan again, and another seed another', () => {
  expect(planLanes(300, { loopback: 10, t38: 10 }, 1)).toEqual(plan);
  expect(planLanes(300, { loopback: 10, t38: 10 }, 2)).not.toEqual(plan);
});

test('a step of putting right comes behind a kill that leaves something to put right', () => {
  expect(planStep('restart.call-settled', 't38', 3).kills.map((kill) => kill.kind === 'step' && kill.step)).toEqual(
    expect.arrayContaining(['restart.call-settled', expect.stringMatching(/^send\./)]),
  );
});
