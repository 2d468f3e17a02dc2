import { expect, it } from 'vitest';
import type { IncomingRing } from '../../../../lines/fax-line.ts';
import { parseLineAddress } from '../../../../model/line-address.ts';
import { SimulatedTime } from '../simulated-time.ts';
import { SeededRandom } from './seeded-random.ts';
import { TelephoneNetwork } from './telephone-network.ts';

it('tells a line that rings when whoever calls puts down', async () => {
  const time = new SimulatedTime('2026-03-10T09:00:00Z', false);
  const line = new TelephoneNetwork(time, new SeededRandom(1)).line(parseLineAddress('loopback:5550101'), () => true);
  await line.open();
  const rings: IncomingRing[] = [];
  let gone = 0;
  line.onRing((ring) => {
    rings.push(ring);
    ring.onGone(() => {
      gone += 1;
    });
  });
  const { signal } = new AbortController();
  const putDown = () => Promise.reject(new Error('put down'));
  await expect(line.ring(signal, 'CALLER', null, putDown)).rejects.toThrow('put down');
  expect(gone).toBe(1);
  const sink = { receive: () => Promise.reject(new Error('no page comes')) };
  const late = rings[0]?.answer({ localId: '', sink, ecm: true }, {}, signal);
  await expect(late).resolves.toMatchObject({ outcome: 'remote-hung-up' });
  // The line is free for the next call.
  await expect(line.ring(signal, 'CALLER', null, putDown)).rejects.toThrow('put down');
  expect(rings).toHaveLength(2);
});
