import { expect, it } from 'vitest';
import type { Door } from '../../app/contract/door.ts';
import type { FaxEvent } from '../../app/contract/events.ts';
import type { Snapshot } from '../../app/contract/snapshot.ts';
import { sampleJob, sampleSnapshot } from '../testing/snapshot-sample.ts';
import { WatchedSnapshot } from './watched-snapshot.ts';

function set() {
  const answers: PromiseWithResolvers<Snapshot>[] = [];
  let emit: (event: FaxEvent) => void = () => undefined;
  const door: Door = {
    request: () => {
      const answer = Promise.withResolvers<Snapshot>();
      answers.push(answer);
      return answer.promise as never;
    },
    subscribe: (listener) => {
      emit = listener;
      return () => undefined;
    },
  };
  const seen: number[] = [];
  const problems: unknown[] = [];
  const watched = new WatchedSnapshot(
    door,
    (snapshot) => seen.push(snapshot.version),
    (problem) => problems.push(problem),
  );
  const patch = (version: number, id = version) =>
    emit({ type: 'patch', version, changes: [{ kind: 'job', job: sampleJob({ id }) }] });
  return {
    watched,
    answers,
    patch,
    seen,
    problems,
    gap: () => emit({ type: 'patch', version: Number.MAX_SAFE_INTEGER, changes: [] }),
  };
}

it('follows patches', async () => {
  const { watched, answers, patch, seen } = set();
  const asked = watched.refresh();
  answers[0]?.resolve(sampleSnapshot({ version: 4 }));
  await asked;
  patch(5);
  patch(6);
  expect(seen).toEqual([4, 5, 6]);
  expect(watched.current?.jobs.map((each) => each.id)).toEqual([6, 5]);
});

it('puts patches that came meanwhile on top of the snapshot, and no older one', async () => {
  const { watched, answers, patch, seen } = set();
  const asked = watched.refresh();
  patch(3);
  patch(4);
  patch(5);
  answers[0]?.resolve(sampleSnapshot({ version: 4 }));
  await asked;
  expect(seen).toEqual([5]);
  expect(watched.current?.jobs.map((each) => each.id)).toEqual([5]);
});

it('asks again after a gap, once', async () => {
  const { watched, answers, gap, patch } = set();
  const asked = watched.refresh();
  answers[0]?.resolve(sampleSnapshot({ version: 1 }));
  await asked;
  gap();
  patch(9);
  expect(answers).toHaveLength(2);
});

it('tells when there is no snapshot to be had', async () => {
  const { watched, answers, problems } = set();
  const asked = watched.refresh();
  answers[0]?.reject(new Error('gone'));
  await asked;
  expect([problems.length, watched.current]).toEqual([1, null]);
});
