import { describe, expect, it } from 'vitest';
import type { SourcePage } from '../../t30/pages.ts';
import {
  answering,
  KeepingSink,
  keepingObserver,
  OpaqueDocument,
  opaqueOctets,
  outgoing,
  practiceOffice,
  sendFax,
} from '../in-memory.testing.ts';

const never = new AbortController().signal;

/** Two lines of one network. */
async function twoOpenLines(query = '') {
  const office = practiceOffice();
  const from = await office.line(`loopback:5550100${query}`);
  const to = await office.line('loopback:5550101');
  return { ...office, from, to };
}

/** Two lines of one network, the second one answering. */
async function twoLines(query = '') {
  const lines = await twoOpenLines(query);
  return { ...lines, answered: answering(lines.to) };
}

describe('a ringing practice line', () => {
  it.each([
    ['goes by fast where a machine is to answer', false, 2_000],
    ['rings for a minute where a person is to answer', true, 60_000],
  ])('%s', async (_, person, office) => {
    const { clock, from, to } = await twoOpenLines();
    to.onRing((ring) => (person ? ring.atHumanPace?.() : undefined));
    const begun = clock.now();
    const document = new OpaqueDocument([{ data: opaqueOctets(100) }]);
    expect(await clock.run(from.send(outgoing('5550101', document), {}, never))).toMatchObject({ code: 'a-no-answer' });
    expect(clock.now() - begun).toBeLessThanOrEqual(office);
    if (person) expect(clock.now() - begun).toBeGreaterThan(55_000);
  });
});

describe('a fax over a practice line', () => {
  it('arrives bit for bit with ECM, in the time that the line takes', async () => {
    const { clock, from, answered } = await twoLines();
    const data = opaqueOctets(31_560);
    const document = new OpaqueDocument([{ data }]);
    const observed = keepingObserver();
    const sent = await clock.run(from.send(outgoing('5550101', document), observed.observer, never));
    expect(sent).toMatchObject({ outcome: 'ok', code: 'ok', pages: 1, remoteId: '+15550101' });
    expect(sent.facts).toEqual({ remoteId: '+15550101', rate: 14400, ecm: true, coding: 'mmr' });
    expect(await clock.run(answered.results[0]!)).toMatchObject({ outcome: 'ok', pages: 1, remoteId: '+15550100' });
    expect(document.confirmedPages).toEqual([0]);
    expect(answered.sink.pages).toMatchObject([{ coding: 'mmr', resolution: 'fine', width: 'a4', complete: true }]);
    expect(answered.sink.pages[0]!.data.subarray(0, data.length)).toEqual(data);
    expect(sent.duration).toBeGreaterThan(33_500);
    expect(sent.duration).toBeLessThan(35_500);
    expect(observed.types()).toEqual(
      ['tx CNG', 'rx CED', 'rx CSI', 'rx DIS', 'tx TSI', 'tx DCS', 'tx TCF', 'rx CFR', 'tx page', 'tx block'].concat([
        'tx PPS-EOP',
        'rx MCF',
        'tx DCN',
      ]),
    );
    const fieldsOf = (type: string) => observed.frames.find((entry) => entry.type === type)?.fields;
    expect(fieldsOf('page')).toEqual({ page: 1, octets: 31_560, coding: 'mmr', resolution: 'fine', rate: 14400 });
    expect(fieldsOf('block')).toEqual({ page: 1, block: 0, frames: 124, octets: 124 * 256, rate: 14400 });
  });

  // Nominal least times of a session, by page octets: an MH and an MMR text page, and the same at V.29.
  it.each([
    ['MH without ECM', 53_938, false, 45_400],
    ['MMR with ECM', 31_560, true, 34_500],
  ])('%s takes the nominal time', async (_, octets, ecm, nominal) => {
    const { clock, from } = await twoLines();
    const document = new OpaqueDocument([{ data: opaqueOctets(octets) }]);
    const sent = await clock.run(from.send(outgoing('5550101', document, { ecm }), {}, never));
    expect(Math.abs(sent.duration - nominal)).toBeLessThan(1000);
  });

  it('takes the same line time at real speed, with no waiting in simulated time', async () => {
    const { clock, from } = await twoLines('?speed=real');
    const before = clock.now();
    const document = new OpaqueDocument([{ data: opaqueOctets(31_560) }]);
    const sent = await clock.run(from.send(outgoing('5550101', document), {}, never));
    expect(sent.outcome).toBe('ok');
    expect(Math.abs(sent.duration - 34_050)).toBeLessThan(200);
    expect(clock.now() - before).toBeGreaterThan(sent.duration);
  });

  it('carries thirty pages without keeping the event loop waiting', async () => {
    const { from, answered } = await twoLines();
    const pages = Array.from({ length: 30 }, (_, i) => ({ data: opaqueOctets(20_000 + i, i + 1) }));
    const document = new OpaqueDocument(pages);
    let turns = 0;
    let over = false;
    const watch = (): void => {
      turns += 1;
      if (!over) setImmediate(watch);
    };
    setImmediate(watch);
    const sent = await from.send(outgoing('5550101', document), {}, never);
    over = true;
    expect(sent).toMatchObject({ outcome: 'ok', pages: 30 });
    expect(answered.sink.pages.map(({ data, index }) => data.subarray(0, 20_000 + index))).toEqual(
      pages.map(({ data }) => data),
    );
    // The loop turns for each frame on the line: no other work waits for longer than one of them takes.
    expect(turns).toBeGreaterThan(30 * (20_000 / 256));
  });

  it('mixes resolutions and widths in one document', async () => {
    const { clock, from, answered } = await twoLines();
    const kinds: readonly SourcePage[] = [
      { resolution: 'standard', width: 'a4' },
      { resolution: 'fine', width: 'a4' },
      { resolution: 'fine', width: 'b4' },
      { resolution: 'fine', width: 'b4' },
      { resolution: 'superfine', width: 'a3' },
    ];
    const document = new OpaqueDocument(kinds.map((kind, i) => ({ ...kind, data: opaqueOctets(3000, i) })));
    const observed = keepingObserver();
    const sent = await clock.run(from.send(outgoing('5550101', document), observed.observer, never));
    expect(sent).toMatchObject({ outcome: 'ok', pages: 5 });
    expect(answered.sink.pages.map(({ resolution, width }) => ({ resolution, width }))).toEqual(kinds);
    expect(observed.types().filter((type) => type.startsWith('tx PPS'))).toEqual([
      'tx PPS-EOM',
      'tx PPS-EOM',
      'tx PPS-MPS',
      'tx PPS-EOM',
      'tx PPS-EOP',
    ]);
  });

  it('carries two calls at once, each its own', async () => {
    const { clock, from, line, answered } = await twoLines();
    const third = await line('loopback:5550102');
    const fourth = await line('loopback:5550103');
    const other = answering(fourth);
    const one = new OpaqueDocument([{ data: opaqueOctets(9000, 1) }]);
    const two = new OpaqueDocument([{ data: opaqueOctets(9000, 2) }]);
    const [a, b] = await clock.run(
      Promise.all([from.send(outgoing('5550101', one), {}, never), third.send(outgoing('5550103', two), {}, never)]),
    );
    expect([a.outcome, b.outcome]).toEqual(['ok', 'ok']);
    expect(answered.sink.pages[0]!.data.subarray(0, 9000)).toEqual(opaqueOctets(9000, 1));
    expect(other.sink.pages[0]!.data.subarray(0, 9000)).toEqual(opaqueOctets(9000, 2));
  });

  it('is the same call again from the same seed', async () => {
    const once = async () => {
      const { clock, from, answered } = await twoLines('?noise=0.0002&seed=7');
      const observed = keepingObserver();
      const document = new OpaqueDocument([{ data: opaqueOctets(20_000) }, { data: opaqueOctets(10_000) }]);
      const sent = await clock.run(from.send(outgoing('5550101', document), observed.observer, never));
      return { sent, frames: observed.frames, received: answered.seen.frames };
    };
    const [first, second] = [await once(), await once()];
    expect(first).toEqual(second);
    expect(first.frames.some(({ type }) => type === 'PPR')).toBe(true);
  });
});

describe('the pace of the office', () => {
  it('does not change the call: the same transcript however long pages take to code and to store', async () => {
    const once = async (pause: () => number) => {
      const { from, to } = await twoOpenLines('?noise=0.0002&seed=9');
      const slowly = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(value), pause()));
      const document = new OpaqueDocument([{ data: opaqueOctets(6000, 1) }, { data: opaqueOctets(6000, 2) }]);
      const slow = {
        pages: document.pages,
        code: async (...args: Parameters<typeof document.code>) => slowly(await document.code(...args)),
        confirmed: (index: number) => slowly(index).then((i) => document.confirmed(i)),
      };
      const sink = { receive: () => slowly({ rows: 1, badRows: 0, status: 'accept' as const }) };
      const [seen, heard] = [keepingObserver(), keepingObserver()];
      to.onRing((ring) => void ring.answer({ localId: '', ecm: true, sink }, heard.observer, never));
      const sent = await from.send({ ...outgoing('5550101', document), document: slow }, seen.observer, never);
      return { sent, seen: seen.frames, heard: heard.frames };
    };
    let step = 0;
    const uneven = await once(() => [0, 17, 3, 40, 8][step++ % 5]!);
    expect(uneven.sent.outcome).toBe('ok');
    expect(await once(() => 0)).toEqual(uneven);
  });
});

describe('the endings of practice numbers', () => {
  it.each([
    ['5550999', 'busy', 'a-busy'],
    ['5550998', 'no-answer', 'a-no-answer'],
    ['5550997', 'no-dial-tone', 'a-no-dial-tone'],
    ['5550996', 'not-fax', 'b-no-fax-heard'],
    ['5550995', 'remote-hung-up', 'b-hung-up'],
    ['5550994', 'no-carrier', 'a-no-carrier'],
    ['5550123', 'not-in-service', 'a-not-in-service'],
    ['5550970', 'ok', 'ok'],
  ])('%s: %s', async (number, outcome, code) => {
    const { clock, from } = await twoLines();
    expect(await sendFax(clock, from, number)).toMatchObject({ outcome, code });
  });

  it('…97K is busy K times and then answers', async () => {
    const { clock, from } = await twoLines();
    const outcomes: string[] = [];
    for (let i = 0; i < 4; i++) outcomes.push((await sendFax(clock, from, '5550972')).outcome);
    expect(outcomes).toEqual(['busy', 'busy', 'ok', 'busy']);
  });

  it('nobody answers where no one listens', async () => {
    const { clock, from, line } = await twoLines();
    await line('loopback:5550105');
    expect(await sendFax(clock, from, '5550105')).toMatchObject({ outcome: 'no-answer' });
  });

  it('a line on a call is busy, also to itself', async () => {
    const { clock, from, to, line } = await twoLines('?speed=real');
    const third = await line('loopback:5550102');
    const first = from.send(outgoing('5550101', new OpaqueDocument([{ data: opaqueOctets(5000) }])), {}, never);
    await clock.advance(10_000);
    expect(await sendFax(clock, third, '5550101')).toMatchObject({ outcome: 'busy' });
    expect(await sendFax(clock, third, '5550100')).toMatchObject({ outcome: 'busy' });
    expect(await sendFax(clock, third, '5550102')).toMatchObject({ outcome: 'busy' });
    expect(await sendFax(clock, to, '5550102')).toMatchObject({ code: 'a-line-in-use' });
    expect(await clock.run(first)).toMatchObject({ outcome: 'ok' });
    expect(await sendFax(clock, third, '5550101')).toMatchObject({ outcome: 'ok' });
  });
});

describe('ringing', () => {
  it('tells each ring and the caller’s number, and is answered when the owner likes', async () => {
    const { clock, from, to } = await twoOpenLines('?speed=real');
    const rings: number[] = [];
    const sink = new KeepingSink();
    to.onRing((ring) => {
      expect(ring.callerId).toBe('5550100');
      ring.onRing((count) => {
        rings.push(count);
        if (count === 3) void ring.answer({ localId: '', ecm: true, sink }, {}, never);
      });
    });
    expect(await sendFax(clock, from, '5550101')).toMatchObject({ outcome: 'ok' });
    expect(rings).toEqual([2, 3]);
    expect(sink.pages).toHaveLength(1);
  });

  it('tells when the caller has gone; answering then is too late', async () => {
    const { clock, from, to } = await twoOpenLines('?speed=real');
    const abort = new AbortController();
    let gone = 0;
    let late: Promise<unknown> = Promise.resolve();
    to.onRing((ring) =>
      ring.onGone(() => {
        gone += 1;
        late = ring.answer({ localId: '', ecm: true, sink: new KeepingSink() }, {}, never);
      }),
    );
    const sent = from.send(outgoing('5550101', new OpaqueDocument([{ data: opaqueOctets(10) }])), {}, abort.signal);
    await clock.advance(15_000);
    abort.abort();
    expect(await sent).toMatchObject({ outcome: 'cancelled' });
    expect(gone).toBe(1);
    expect(await late).toMatchObject({ code: 'a-caller-gone' });
  });

  it('refuses a second line on the same number', async () => {
    const { line } = practiceOffice();
    await line('loopback:5550100');
    await expect(line('loopback:+555-0100')).rejects.toMatchObject({ code: 'LINE_UNAVAILABLE' });
  });

  it('a line that is closed ends its call and frees its number', async () => {
    const { clock, from, to, line, answered } = await twoLines('?speed=real');
    const sent = from.send(outgoing('5550101', new OpaqueDocument([{ data: opaqueOctets(50_000) }])), {}, never);
    await clock.advance(20_000);
    await clock.run(from.close());
    expect(await sent).toMatchObject({ outcome: 'cancelled' });
    expect(await clock.run(answered.results[0]!)).toMatchObject({ pages: 0 });
    await clock.run(to.close());
    await line('loopback:5550101');
  });
});

describe('faults of a practice line', () => {
  it('noise with ECM: every bit arrives all the same', async () => {
    for (const seed of [1, 2, 3]) {
      const { clock, from, answered } = await twoLines(`?noise=0.0001&seed=${seed}`);
      const data = opaqueOctets(60_000, seed);
      const sent = await clock.run(from.send(outgoing('5550101', new OpaqueDocument([{ data }])), {}, never));
      expect(sent.outcome).toBe('ok');
      expect(answered.sink.pages[0]!.data.subarray(0, data.length)).toEqual(data);
    }
  });

  it('noise without ECM: the page arrives with flipped bits', async () => {
    const { clock, from, answered } = await twoLines('?noise=0.0001&seed=3');
    const data = opaqueOctets(30_000);
    const sent = await clock.run(
      from.send(outgoing('5550101', new OpaqueDocument([{ data }]), { ecm: false }), {}, never),
    );
    expect(sent.outcome).toBe('ok');
    const received = answered.sink.pages[0]!.data;
    expect(received.length).toBe(data.length);
    const different = received.filter((octet, i) => octet !== data[i]).length;
    expect(different).toBeGreaterThan(5);
    expect(different).toBeLessThan(60);
  });

  it('a line of nothing but noise trains at no speed or hears nobody, and ends', async () => {
    const { clock, from } = await twoLines('?noise=0.5');
    expect(['not-fax', 'training-failed', 'remote-hung-up']).toContain((await sendFax(clock, from, '5550101')).outcome);
  });

  it('a cut in mid-document: what was confirmed stays, the next call goes on from there', async () => {
    const { clock, from, line, answered } = await twoLines('?cut=60');
    const pages = Array.from({ length: 4 }, (_, i) => ({ data: opaqueOctets(25_000, i + 1) }));
    const document = new OpaqueDocument(pages);
    const sent = await clock.run(from.send(outgoing('5550101', document), {}, never));
    expect(sent).toMatchObject({ outcome: 'lost-in-page', code: 'c-hung-up', pages: 2 });
    expect(document.confirmedPages).toEqual([0, 1]);
    await clock.run(answered.results[0]!);
    expect(answered.sink.pages.map(({ complete }) => complete)).toEqual([true, true, false]);
    const better = await line('loopback:5550104');
    const again = await clock.run(better.send(outgoing('5550101', document, { firstPage: 2 }), {}, never));
    expect(again).toMatchObject({ outcome: 'ok', pages: 2 });
    expect(document.confirmedPages).toEqual([0, 1, 2, 3]);
    const whole = answered.sink.pages.filter(({ complete }) => complete);
    expect(whole.map(({ data }) => data.subarray(0, 25_000))).toEqual(pages.map(({ data }) => data));
  });
});

describe('the last page', () => {
  it.each([true, false])('is written down as sent before its command goes out (ECM %s)', async (ecm) => {
    const { clock, from } = await twoLines();
    const observed = keepingObserver();
    const document = new OpaqueDocument([{ data: opaqueOctets(500) }, { data: opaqueOctets(500) }]);
    const atNote: string[][] = [];
    const source = {
      pages: document.pages,
      code: document.code.bind(document),
      confirmed: document.confirmed.bind(document),
      lastPageSent: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        atNote.push(observed.types().slice(-2));
      },
    };
    const sent = await clock.run(
      from.send({ ...outgoing('5550101', document, { ecm }), document: source }, observed.observer, never),
    );
    expect(sent).toMatchObject({ outcome: 'ok', pages: 2 });
    expect(atNote).toEqual([ecm ? ['tx page', 'tx block'] : ['rx MCF', 'tx page']]);
    expect(document.confirmedPages).toEqual([0, 1]);
  });

  it('does not go on when it cannot be written down', async () => {
    const { clock, from, answered } = await twoLines();
    const document = new OpaqueDocument([{ data: opaqueOctets(500) }]);
    document.lastPageSent = () => Promise.reject(new Error('disk full'));
    const sent = await clock.run(from.send(outgoing('5550101', document), {}, never));
    expect(sent).toMatchObject({ outcome: 'line-failed', code: 'c-last-page-not-noted', pages: 0 });
    expect(answered.sink.pages.map(({ complete }) => complete)).toEqual([false]);
  });

  it('ends the call under its own code when a page cannot be coded, kept, or stored', async () => {
    for (const [method, outcome, code] of [
      ['code', 'line-failed', 'c-page-not-ready'],
      // The last page: it is delivered, and must not be sent again by itself.
      ['confirmed', 'uncertain', 'd-delivery-not-kept'],
    ] as const) {
      const { clock, from } = await twoLines();
      const whole = new OpaqueDocument([{ data: opaqueOctets(500) }]);
      const document = {
        pages: whole.pages,
        code: whole.code.bind(whole),
        confirmed: whole.confirmed.bind(whole),
        [method]: () => Promise.reject(new Error('no')),
      };
      const sent = await clock.run(from.send(outgoing('5550101', document), {}, never));
      expect(sent).toMatchObject({ outcome, code });
    }
    const { clock, from, to } = await twoOpenLines();
    const results: Promise<unknown>[] = [];
    const sink = { receive: () => Promise.reject(new Error('disk full')) };
    to.onRing((ring) => results.push(ring.answer({ localId: '', ecm: true, sink }, {}, never)));
    const sent = await sendFax(clock, from, '5550101');
    expect(sent).toMatchObject({ outcome: 'uncertain', code: 'd-dcn-after-eop', pages: 0 });
    expect(await clock.run(results[0]!)).toMatchObject({
      outcome: 'page-rejected',
      code: 'd-page-not-stored',
      pages: 0,
    });
  });
});

describe('line time waits for the office', () => {
  it('while a page is coded, stored or confirmed', async () => {
    const { from, to } = await twoOpenLines();
    const slowly = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(value), 40));
    const document = new OpaqueDocument([{ data: opaqueOctets(2000) }, { data: opaqueOctets(2000) }]);
    const slow = {
      pages: document.pages,
      code: async (...args: Parameters<typeof document.code>) => slowly(await document.code(...args)),
      confirmed: async (index: number) => slowly(await document.confirmed(index)),
    };
    const seen = keepingObserver();
    to.onRing((ring) => {
      const sink = { receive: () => slowly({ rows: 1, badRows: 0, status: 'accept' as const }) };
      void ring.answer({ localId: '', ecm: true, sink }, seen.observer, never);
    });
    const sent = await from.send({ ...outgoing('5550101', document), document: slow }, {}, never);
    expect(sent).toMatchObject({ outcome: 'ok', pages: 2 });
    expect(seen.types()).not.toContain('tx RNR');
    expect(sent.duration).toBeLessThan(25_000);
  });
});
