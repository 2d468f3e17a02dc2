import { describe, expect, it } from 'vitest';
import type { FaxEvent, FaxNotice } from '../../contract/events.ts';
import { Publisher } from './publisher.ts';
import { SimulatedTime } from './simulation/simulated-time.ts';

const notice: FaxNotice = {
  type: 'notice',
  notice: 'delivered',
  id: 7,
  pages: 1,
  practice: false,
  outcome: 'ok',
  words: 'Delivered 1 page',
};

function listening() {
  const time = new SimulatedTime('2026-03-10T09:00:00Z');
  const defects: unknown[] = [];
  const publisher = new Publisher(
    time,
    (changed) => (changed.startsWith('job:') ? { kind: 'jobRemoved', id: Number(changed.slice(4)) } : null),
    (error) => defects.push(error),
  );
  const heard: FaxEvent[] = [];
  return { time, defects, publisher, heard };
}

describe('Publisher', () => {
  it('makes one patch of a tick, each thing once, and the notice follows it', async () => {
    const { time, publisher, heard } = listening();
    publisher.subscribe((event) => heard.push(event));
    publisher.mark('job:7');
    publisher.notice(notice);
    publisher.mark('job:8', 'job:7');
    expect(heard).toEqual([]);
    await time.pass(0);
    expect(heard).toEqual([
      {
        type: 'patch',
        version: 1,
        changes: [
          { kind: 'jobRemoved', id: 7 },
          { kind: 'jobRemoved', id: 8 },
        ],
      },
      notice,
    ]);
  });

  it('tells of very many changes in several patches, lets others have their turn between them, and the notice last', async () => {
    const { time, publisher, heard } = listening();
    const turns: string[] = [];
    publisher.subscribe((event) => {
      heard.push(event);
      if (event.type === 'patch') turns.push(`patch ${event.version}`);
      if (heard.length === 1) time.after(0, () => turns.push('somebody else'));
    });
    publisher.mark(...Array.from({ length: 1200 }, (_, index) => `job:${index + 1}` as const));
    publisher.notice(notice);
    await time.pass(0);
    expect(turns.slice(0, 3)).toEqual(['patch 1', 'somebody else', 'patch 2']);
    expect(heard.map((event) => (event.type === 'patch' ? event.changes.length : event.type))).toEqual([
      500,
      500,
      200,
      'notice',
    ]);
  });

  it('does not run for ever where a listener changes something each time', async () => {
    const { time, publisher, heard } = listening();
    let rounds = 0;
    publisher.subscribe((event) => {
      heard.push(event);
      if (++rounds < 50) publisher.mark('job:9');
    });
    publisher.mark('job:9');
    publisher.flush();
    expect(heard).toHaveLength(1);
    await time.pass(0);
    expect(heard.length).toBeGreaterThan(1);
  });

  it('counts versions without a gap, also when nobody listens, and skips what has nothing to show', async () => {
    const { time, publisher, heard } = listening();
    publisher.mark('job:1');
    await time.pass(0);
    publisher.mark('settings');
    await time.pass(0);
    const stop = publisher.subscribe((event) => heard.push(event));
    publisher.mark('job:2');
    expect(publisher.currentVersion()).toBe(2);
    expect(heard).toMatchObject([{ version: 2 }]);
    stop();
    publisher.mark('job:3');
    expect(publisher.currentVersion()).toBe(3);
    expect(heard).toHaveLength(1);
  });

  it('tells the others when one listener fails', async () => {
    const { time, publisher, heard, defects } = listening();
    publisher.subscribe(() => {
      throw new Error('broken listener');
    });
    publisher.subscribe((event) => heard.push(event));
    publisher.mark('job:1');
    await time.pass(0);
    expect(heard).toHaveLength(1);
    expect(defects).toHaveLength(1);
  });
});
