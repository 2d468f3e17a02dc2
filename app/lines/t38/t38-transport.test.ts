import { describe, expect, it } from 'vitest';
import type { T38Address } from '../../model/line-address.ts';
import { t38Defaults } from '../../model/line-address.ts';
import type { CallResult, FaxLine } from '../fax-line.ts';
import { answering, KeepingSink, OpaqueDocument, opaqueOctets, outgoing } from '../in-memory.testing.ts';
import { SimulatedClock } from '../loopback/simulated-clock.ts';
import { DatagramNetwork } from './datagram-network.testing.ts';
import { encodeIfp } from './ifp.ts';
import { t38Office } from './t38-office.testing.ts';
import { T38Transport } from './t38-transport.ts';
import { UdptlSender } from './udptl-sender.ts';

const never = new AbortController().signal;
const here = { host: '127.0.0.1', port: 4001 };
const there = { host: '127.0.0.1', port: 4002 };

const page = () => new OpaqueDocument([{ data: opaqueOctets(4000) }]);

function address(more: Partial<T38Address> = {}): T38Address {
  return { kind: 't38', text: 't38:127.0.0.1:4002', remote: there, bind: here, options: t38Defaults, ...more };
}

/** A transport alone on a network, and a far end made by hand. */
async function aloneOffice(more: Partial<T38Address> = {}) {
  const clock = new SimulatedClock();
  const network = new DatagramNetwork(clock);
  const transport = new T38Transport(address(more), clock, network.bindDatagramSocket);
  await transport.open();
  const sender = new UdptlSender({ kind: 'none' });
  const datagram = (indicator: 'cng' | 'ced' | 'no-signal') =>
    sender.datagram(encodeIfp({ kind: 'indicator', indicator }, 0));
  return { clock, network, transport, datagram };
}

describe('dialling', () => {
  it('sends no-signal first, and the calling tone until T0 has passed without an answer', async () => {
    const { clock, network, transport } = await aloneOffice();
    const result = await clock.run(transport.dial('', never));
    expect(result).toEqual({ kind: 'failed', code: 'a-no-answer', duration: 60_000 });
    const octets = network.sent.map((sent) => Buffer.from(sent.octets).toString('hex').slice(4, 8));
    expect(octets.slice(0, 6)).toEqual(['0100', '0100', '0100', '0102', '0102', '0102']);
    expect(new Set(octets)).toEqual(new Set(['0100', '0102']));
    expect(octets.filter((ifp) => ifp === '0102')).toHaveLength(3 * 18);
  });

  it('is connected at the first valid datagram of the far end', async () => {
    const { clock, network, transport, datagram } = await aloneOffice();
    const dialled = transport.dial('', never);
    await clock.advance(1000);
    network.inject(Uint8Array.of(1, 2, 3), there, here);
    const answer = datagram('ced');
    network.inject(answer, { host: '127.0.0.1', port: 9 }, here);
    await clock.advance(1000);
    expect(transport.dropped.foreign).toBe(1);
    network.inject(answer, there, here);
    const result = await clock.run(dialled);
    if (result.kind !== 'connected') throw new Error('not connected');
    expect(result.call.clock.now()).toBe(2000);
    expect(result.call.carrier.now()).toBe(0);
    const heard: string[] = [];
    result.call.carrier.onHeard(({ kind }) => heard.push(kind));
    await clock.advance(1);
    expect(heard).toEqual(['tone']);
  });

  it('ends at once when it is cancelled, and the line is free again', async () => {
    const { clock, transport } = await aloneOffice();
    const cancel = new AbortController();
    const dialled = transport.dial('', cancel.signal);
    await clock.advance(5_000);
    expect(await transport.dial('', never)).toMatchObject({ code: 'a-line-in-use' });
    cancel.abort();
    expect(await clock.run(dialled)).toEqual({ kind: 'failed', code: 'cancelled', duration: 5_000 });
    expect(await clock.run(transport.dial('', never))).toMatchObject({ code: 'a-no-answer' });
  });

  it('fails when the socket does', async () => {
    const { clock, network, transport } = await aloneOffice();
    const dialled = transport.dial('', never);
    await clock.advance(100);
    network.failures.get('127.0.0.1:4001')?.(new Error('gone'));
    expect(await clock.run(dialled)).toMatchObject({ code: 'line-failed' });
    expect(await transport.dial('', never)).toMatchObject({ code: 'line-failed' });
  });
});

describe('an impairment', () => {
  it('holds each datagram for its own time: one that comes soon after another is overtaken as well', async () => {
    const impair = { drop: 0, burst: 1, dup: 0, swap: 1, seed: 1 };
    const { clock, network, transport, datagram } = await aloneOffice({ options: { ...t38Defaults, impair } });
    const dialled = transport.dial('', never);
    network.inject(datagram('ced'), there, here);
    const result = await clock.run(dialled);
    if (result.kind !== 'connected') throw new Error('not connected');
    await clock.advance(1_000);
    const before = network.sent.length;
    // 40 ms each: three of them take longer than one may be held.
    const frames = Array.from({ length: 12 }, (_, n) => Uint8Array.of(0xff, 0xc0, 0x60, n, ...new Uint8Array(64)));
    await clock.run(result.call.carrier.sendFrames('v17-14400', 'short', frames));
    await clock.advance(1_000);
    const numbers = network.sent.slice(before).map(({ octets }) => (octets[0]! << 8) | octets[1]!);
    const single = [...new Set(numbers)].filter((seq) => numbers.filter((other) => other === seq).length === 1);
    expect(single).toHaveLength(11);
    const overtaken = single.filter((seq) => numbers.slice(0, numbers.indexOf(seq)).some((other) => other > seq));
    expect(overtaken.length).toBeGreaterThanOrEqual(5);
  });
});

describe('opening', () => {
  it('refuses a far end outside this machine while bound to it alone', async () => {
    const remote = { host: '192.0.2.1', port: 4000 };
    await expect(aloneOffice({ remote })).rejects.toMatchObject({ code: 'LINE_UNAVAILABLE' });
    const elsewhere = await aloneOffice({ remote, bind: { host: '192.0.2.9', port: 4000 } });
    expect(elsewhere.transport.local).toEqual({ host: '192.0.2.9', port: 4000 });
  });

  it('refuses a far end that is the line itself', async () => {
    await expect(aloneOffice({ remote: here })).rejects.toMatchObject({ code: 'LINE_UNAVAILABLE' });
  });
});

describe('a call coming in', () => {
  it('rings at the first valid datagram, and again while the caller is there', async () => {
    const { clock, network, transport, datagram } = await aloneOffice();
    const rings: number[] = [];
    let gone = false;
    transport.onIncoming((call) => {
      rings.push(1);
      expect(call.callerId).toBeNull();
      call.onRing((count) => rings.push(count));
      call.onGone(() => {
        gone = true;
      });
    });
    network.inject(Uint8Array.of(0, 0, 1), there, here);
    network.inject(datagram('cng'), { host: '127.0.0.2', port: there.port }, here);
    await clock.advance(10);
    expect(rings).toEqual([]);
    expect(transport.dropped).toMatchObject({ malformed: 1, foreign: 1 });
    network.inject(datagram('cng'), there, here);
    await clock.advance(13_000);
    expect(rings).toEqual([1, 2, 3]);
    expect(await transport.dial('', never)).toMatchObject({ code: 'a-line-in-use' });
    await clock.advance(40_000);
    expect(gone).toBe(true);
  });

  it('is not there where nobody listens for calls', async () => {
    const { clock, network, transport, datagram } = await aloneOffice();
    network.inject(datagram('cng'), there, here);
    await clock.advance(10);
    expect(transport.dropped.unanswered).toBe(1);
  });

  it('cannot be accepted once the caller has gone', async () => {
    const { clock, network, transport, datagram } = await aloneOffice();
    const call = new Promise<Parameters<Parameters<typeof transport.onIncoming>[0]>[0]>((resolve) => {
      transport.onIncoming(resolve);
    });
    network.inject(datagram('cng'), there, here);
    await clock.advance(60_000);
    expect(await (await call).accept()).toBeNull();
  });
});

describe('a stray datagram', () => {
  /** A datagram of a call under way: numbers are far on, and nobody says a calling tone. */
  const stray = (seq: number) => Uint8Array.of(seq >> 8, seq & 0xff, 1, 0, 0, 0);
  /** Old enough that nothing is taken for the rest of a call before. */
  const LONG_OPEN = 120_000;

  it('of a call that was there before the line was opened is no call, and neither is what follows it', async () => {
    const { clock, network, transport } = await aloneOffice();
    let calls = 0;
    transport.onIncoming(() => {
      calls += 1;
    });
    for (let n = 0; n < 30; n += 1) {
      network.inject(stray(400 + n), there, here);
      await clock.advance(3_000);
    }
    expect(calls).toBe(0);
    expect(transport.dropped.late).toBe(30);
    expect(await clock.run(transport.dial('', never))).toMatchObject({ code: 'a-no-answer' });
  });

  it('does not hide a call that begins', async () => {
    const { clock, network, transport, datagram } = await aloneOffice();
    let calls = 0;
    transport.onIncoming(() => {
      calls += 1;
    });
    network.inject(stray(400), there, here);
    await clock.advance(100);
    network.inject(datagram('no-signal'), there, here);
    await clock.advance(100);
    expect(calls).toBe(1);
  });

  it('that is taken for a call holds the line for no longer than two rings', async () => {
    const { clock, network, transport } = await aloneOffice();
    let gone = false;
    transport.onIncoming((call) => {
      call.onGone(() => {
        gone = true;
      });
    });
    await clock.advance(LONG_OPEN);
    network.inject(stray(400), there, here);
    await clock.advance(100);
    expect(await transport.dial('', never)).toMatchObject({ code: 'a-line-in-use' });
    await clock.advance(13_000);
    expect(gone).toBe(true);
    expect(await clock.run(transport.dial('', never))).toMatchObject({ code: 'a-no-answer' });
  });

  it('or a call, once declined, leaves the line free, and the far end hears nothing', async () => {
    const { clock, network, transport, datagram } = await aloneOffice();
    transport.onIncoming((call) => call.decline?.());
    await clock.advance(LONG_OPEN);
    network.inject(stray(400), there, here);
    await clock.advance(1);
    network.inject(datagram('cng'), there, here);
    await clock.advance(1);
    expect(network.sent).toEqual([]);
    expect(await clock.run(transport.dial('', never))).toMatchObject({ code: 'a-no-answer', duration: 60_000 });
  });
});

describe('calls on one port', () => {
  /** Sends a fax and gives both results. */
  async function fax(clock: SimulatedClock, from: FaxLine, results: Promise<CallResult>[]) {
    const sent = await clock.run(from.send(outgoing('', page()), {}, never));
    return [sent.outcome, (await clock.run(results.at(-1)!)).outcome];
  }

  it('follow each other, in both directions', async () => {
    const { clock, near, far } = await t38Office();
    const atFar = answering(far);
    expect(await fax(clock, near, atFar.results)).toEqual(['ok', 'ok']);
    expect(await fax(clock, near, atFar.results)).toEqual(['ok', 'ok']);
    const atNear = answering(near);
    expect(await fax(clock, far, atNear.results)).toEqual(['ok', 'ok']);
    expect([atFar.sink.pages.length, atNear.sink.pages.length]).toEqual([2, 1]);
  });

  it('are not begun by what the far end still sends of the last one', async () => {
    const { clock, network, near, far } = await t38Office();
    const { results } = answering(far);
    await fax(clock, near, results);
    await clock.advance(3_000);
    const last = network.sent.findLast(({ from }) => from === 4001);
    const seq = ((last?.octets[0] ?? 0) << 8) | (last?.octets[1] ?? 0);
    const late = Uint8Array.of((seq + 3) >> 8, (seq + 3) & 0xff, 1, 0, 0, 0);
    network.inject(late, here, there);
    await clock.advance(1_000);
    expect(results).toHaveLength(1);
    await clock.advance(70_000);
    network.inject(late, here, there);
    await clock.advance(1_000);
    expect(results).toHaveLength(2);
    await clock.run(far.close());
  });

  it('may follow at once, where the next caller says its calling tone but once', async () => {
    const { clock, network, near, far } = await t38Office();
    const { results } = answering(far);
    await fax(clock, near, results);
    const again = new UdptlSender({ kind: 'none' });
    network.inject(again.datagram(encodeIfp({ kind: 'indicator', indicator: 'cng' }, 0)), here, there);
    await clock.advance(100);
    expect(results).toHaveLength(2);
    await clock.run(far.close());
  });

  it('are not touched by datagrams of others, nor by rubbish', async () => {
    const { clock, network, near, far } = await t38Office();
    const { results, sink } = answering(far);
    const document = page();
    const sending = near.send(outgoing('', document), {}, never);
    for (let n = 0; n < 400; n++) {
      await clock.advance(50);
      network.inject(opaqueOctets(20, n), { host: '127.0.0.9', port: 4001 }, there);
      network.inject(opaqueOctets(n % 40, n), here, there);
      network.inject(new Uint8Array(5000), here, there);
    }
    expect((await clock.run(sending)).outcome).toBe('ok');
    expect((await clock.run(results[0]!)).outcome).toBe('ok');
    expect(sink.pages[0]?.data.subarray(0, 4000)).toEqual(document.octets(0));
  });
});

describe('a call that breaks off', () => {
  it('ends by the timers of T.30 when the far end falls silent', async () => {
    for (const at of [3_000, 8_000, 12_000]) {
      const { clock, network, near, far } = await t38Office();
      const { results } = answering(far);
      const sending = near.send(outgoing('', page()), {}, never);
      await clock.advance(at);
      network.cutOff.add(4001).add(4002);
      const [sent, received] = [await clock.run(sending), await clock.run(results[0]!)];
      expect(sent.outcome).not.toBe('ok');
      expect(received.outcome).not.toBe('ok');
      expect(Math.max(sent.duration, received.duration)).toBeLessThan(at + 60_000);
    }
  });

  it('says goodbye when it is cancelled, and leaves the line to the next call', async () => {
    const { clock, near, far } = await t38Office();
    const { results } = answering(far);
    const cancel = new AbortController();
    const sending = near.send(outgoing('', page()), {}, cancel.signal);
    await clock.advance(10_500);
    cancel.abort();
    expect((await clock.run(sending)).outcome).toBe('cancelled');
    expect((await clock.run(results[0]!)).code).toMatch(/dcn$/);
    const again = await clock.run(near.send(outgoing('', page()), {}, never));
    expect(again.outcome).toBe('ok');
  });

  it('is dropped with no word, and the far end finds out by itself', async () => {
    const { clock, near, far } = await t38Office();
    const { results } = answering(far);
    const sending = near.send(outgoing('', page()), {}, never);
    await clock.advance(10_500);
    expect(near.drop?.()).toBe(true);
    expect((await clock.run(sending)).code).toBe('line-failed');
    expect((await clock.run(results[0]!)).outcome).toBe('lost-in-page');
    expect((await clock.run(near.send(outgoing('', page()), {}, never))).outcome).toBe('ok');
  });

  it('says goodbye when the line is closed in the middle', async () => {
    const { clock, near, far } = await t38Office();
    const { results } = answering(far, { sink: new KeepingSink() });
    const sending = near.send(outgoing('', page()), {}, never);
    await clock.advance(10_500);
    await clock.run(near.close());
    expect((await sending).outcome).toBe('cancelled');
    expect((await clock.run(results[0]!)).code).toMatch(/dcn$/);
    await near.close();
  });

  it('ends at once where the socket fails', async () => {
    const { clock, network, near, far } = await t38Office();
    answering(far);
    const sending = near.send(outgoing('', page()), {}, never);
    await clock.advance(10_500);
    network.failures.get('127.0.0.1:4001')?.(new Error('gone'));
    expect((await clock.run(sending)).code).toBe('line-failed');
  });
});
