import { describe, expect, it } from 'vitest';
import type { AnswerSettings, CallResult, OutgoingCall, PollingCall } from '../fax-line.ts';
import {
  KeepingSink,
  keepingObserver,
  OpaqueDocument,
  opaqueOctets,
  outgoing,
  practiceOffice,
} from '../in-memory.testing.ts';

const never = new AbortController().signal;

/** One call that fetches, answered under these settings. */
async function poll(
  answered: Partial<AnswerSettings>,
  polling: Partial<PollingCall> = {},
  query = '',
  document = new OpaqueDocument([{ data: opaqueOctets(3000, 1) }, { data: opaqueOctets(2000, 2) }]),
) {
  const { clock, line } = practiceOffice();
  const from = await line(`loopback:5550100${query}`);
  const to = await line('loopback:5550101');
  const sink = new KeepingSink();
  const seen = keepingObserver();
  const results: Promise<CallResult>[] = [];
  to.onRing((ring) => {
    const settings = { localId: '+15550101', sink: new KeepingSink(), ecm: true, polled: document, ...answered };
    results.push(ring.answer(settings, {}, never));
  });
  const call = { number: '5550101', localId: '+15550100', sink, ecm: true, ...polling };
  const caller = await clock.run(from.poll(call, seen.observer, never));
  return { caller, answerer: await clock.run(results[0]!), sink, seen, document };
}

describe('fetching a document over a practice line', () => {
  it('brings its pages bit for bit, and both ends know what happened', async () => {
    const { caller, answerer, sink, document, seen } = await poll({});
    expect(caller).toMatchObject({ outcome: 'ok', pages: 2, remoteId: '+15550101', polled: true });
    expect(answerer).toMatchObject({ outcome: 'ok', pages: 2, remoteId: '+15550100', polled: true });
    expect(document.confirmedPages).toEqual([0, 1]);
    expect(document.lastPageOut).toBe(1);
    expect(sink.pages.map(({ data }, i) => data.subarray(0, document.octets(i).length))).toEqual([
      document.octets(0),
      document.octets(1),
    ]);
    const beginning = 'tx CNG, rx CED, rx CSI, rx DIS, tx CIG, tx DTC, rx TSI, rx DCS, rx TCF, tx CFR';
    expect(seen.types().slice(0, 10).join(', ')).toBe(beginning);
    expect(seen.types().slice(-3)).toEqual(['rx page', 'tx MCF', 'rx DCN']);
  });

  it('sets the X bit of the end that called', async () => {
    const { seen } = await poll({});
    const octets = (type: string) => seen.frames.find((entry) => entry.type === type)?.hex.slice(4, 6);
    expect([octets('DTC'), octets('DCS'), octets('CFR'), octets('MCF'), octets('DCN')]).toEqual([
      '81',
      '41',
      'A1',
      'B1',
      '5F',
    ]);
  });

  it.each([
    ['without ECM', { ecm: false }, ''],
    ['over a noisy line', {}, '?noise=0.0001&seed=4'],
  ])('works %s', async (_, polling, query) => {
    const { caller, answerer } = await poll({}, polling, query);
    expect([caller.outcome, answerer.outcome]).toEqual(['ok', 'ok']);
  });

  it('negotiates again between pages of two formats', async () => {
    const document = new OpaqueDocument([
      { data: opaqueOctets(3000, 1) },
      { data: opaqueOctets(3000, 2), resolution: 'standard' },
    ]);
    const { caller, answerer } = await poll({}, {}, '', document);
    expect(caller).toMatchObject({ outcome: 'ok', pages: 2 });
    expect(answerer).toMatchObject({ outcome: 'ok', pages: 2 });
  });

  it('needs the password where one is wanted', async () => {
    expect(await poll({ expectPassword: '4711' }, { password: '4711' })).toMatchObject({
      caller: { outcome: 'ok' },
      answerer: { outcome: 'ok' },
    });
    expect(await poll({ expectPassword: '4711' }, { password: '4712' })).toMatchObject({
      caller: { outcome: 'password', code: 'b-password-refused' },
      answerer: { outcome: 'password', code: 'b-password-wrong' },
    });
    expect(await poll({ expectPassword: '4711' })).toMatchObject({
      caller: { outcome: 'incompatible', code: 'b-poll-dcn' },
      answerer: { outcome: 'password', code: 'b-password-wrong' },
    });
  });

  it('finds nothing where nothing is offered', async () => {
    const { line, clock } = practiceOffice();
    const from = await line('loopback:5550100');
    const call = { number: '5550970', localId: '', sink: new KeepingSink(), ecm: true };
    expect(await clock.run(from.poll(call, {}, never))).toMatchObject({
      outcome: 'incompatible',
      code: 'b-nothing-to-fetch',
    });
  });
});

describe('sub-address and password over a practice line', () => {
  const send = async (answered: Partial<AnswerSettings>, more: Partial<OutgoingCall>) => {
    const { clock, line } = practiceOffice();
    const from = await line('loopback:5550100');
    const to = await line('loopback:5550101');
    const results: Promise<CallResult>[] = [];
    to.onRing((ring) => {
      results.push(ring.answer({ localId: '', sink: new KeepingSink(), ecm: true, ...answered }, {}, never));
    });
    const document = new OpaqueDocument([{ data: opaqueOctets(500) }]);
    const sent = await clock.run(from.send(outgoing('5550101', document, more), {}, never));
    return { sent, received: await clock.run(results[0]!) };
  };

  it('arrive with the fax', async () => {
    const { sent, received } = await send({ expectPassword: '4711' }, { subAddress: '12', password: '4711' });
    expect(sent).toMatchObject({ outcome: 'ok', polled: false, unconfirmedPage: null });
    expect(received).toMatchObject({ outcome: 'ok', subAddress: '12' });
  });

  it('a wrong password ends the call at both ends', async () => {
    const { sent, received } = await send({ expectPassword: '4711' }, { password: '4712' });
    expect(sent).toMatchObject({ outcome: 'password', code: 'b-password-refused' });
    expect(received).toMatchObject({ outcome: 'password', code: 'b-password-wrong' });
  });

  it.each([
    [{ modems: ['v27ter'] }, {}, { rate: 4800 }],
    [{}, { modems: ['v29'] }, { rate: 9600 }],
    [{ codings: ['mh'] }, {}, { coding: 'mh', ecm: true }],
    [{}, { frameSize: 64 }, { ecm: true, rate: 14_400 }],
    [{ scanTime: 20 }, { ecm: false }, { ecm: false, coding: 'mr' }],
  ] as const)('both ends keep to their terms: %j, %j', async (answered, calling, facts) => {
    const { sent, received } = await send(answered, calling);
    expect(sent).toMatchObject({ outcome: 'ok', facts });
    expect(received).toMatchObject({ outcome: 'ok', facts });
  });
});
