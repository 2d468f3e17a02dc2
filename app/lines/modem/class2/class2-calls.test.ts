import { describe, expect, it } from 'vitest';
import { bitmapOfText } from '../../../image/drawn-bitmaps.ts';
import { decodePage, encodePage } from '../../../image/page-coder.ts';
import {
  KeepingSink,
  keepingObserver,
  OpaqueDocument,
  type OpaquePage,
  opaqueOctets,
} from '../../in-memory.testing.ts';
import { SimulatedClock } from '../../loopback/simulated-clock.ts';
import { withBitsReversed } from '../bit-order.ts';
import { type Class2, type Class2Quirks, createClass2Calls } from './class2-calls.ts';
import { PlayedChannel } from './played-channel.testing.ts';

const never = new AbortController().signal;
const farSide = {
  '2': ['+FCON', '+FCSI:"555 0101"', '+FDIS:1,5,0,2,1,0,0,0'],
  '2.0': ['+FCO', '+FCI:"555 0101"', '+FIS:1,5,0,2,1,0,0,0'],
};
const ranges = '(0-3),(0-5),(0-2),(0-2),(0,1,3),(0-2),(0),(0-7)';

function caller(serviceClass: Class2, quirks: Partial<Class2Quirks> = {}) {
  const modem = new PlayedChannel();
  const clock = new SimulatedClock();
  modem.once(serviceClass === '2' ? '+FDCC=?' : '+FCC=?', 'OK', ranges);
  const failures: Error[] = [];
  const calls = createClass2Calls(modem, serviceClass, {
    clock,
    quirks,
    onModemFailed: (cause) => failures.push(cause),
  });
  const seen = keepingObserver();
  const send = (document: OpaqueDocument, signal = never) =>
    clock.run(
      calls.send(
        'DT5550101',
        { number: '5550101', localId: '555 0100', document, firstPage: 0, ecm: true },
        seen.observer,
        signal,
      ),
    );
  const answer = (sink: KeepingSink) =>
    clock.run(calls.answer({ localId: '555 0100', sink, ecm: true }, seen.observer, never));
  return { modem, clock, calls, seen, send, answer, failures };
}

const page = (seed: number, more: Partial<OpaquePage> = {}): OpaquePage => ({ data: opaqueOctets(600, seed), ...more });
const document = (...pages: readonly OpaquePage[]) => new OpaqueDocument(pages.length === 0 ? [page(1)] : pages);

describe('sending in Class 2 (SP-2388-A)', () => {
  it('speaks its commands, and confirms what +FPTS:1 says', async () => {
    const { modem, send, seen } = caller('2');
    modem.once('DT5550101', 'OK', ...farSide['2']).once('+FDT', 'CONNECT', '+FDCS:1,5,0,2,1,0,0,0');
    modem.once('+FET=0', 'OK', '+FPTS:1').once('+FDT', 'CONNECT').once('+FET=2', 'OK', '+FPTS:1', '+FHNG:0');
    const pages = document(page(1), page(2));
    const result = await send(pages);
    expect(result).toMatchObject({ code: 'ok', pages: 2, remoteId: '555 0101', facts: { rate: 14400, coding: 'mr' } });
    expect(modem.ofCall).toEqual([
      ...['DT5550101', '+FDIS=1,5,0,2,1,0,0,0', '+FDT', '<1003>', '+FET=0', '+FDT', '<1003>', '+FET=2', 'H0'],
    ]);
    expect(modem.pages).toEqual([0, 1].map((index) => withBitsReversed(pages.octets(index))));
    expect(pages.confirmedPages).toEqual([0, 1]);
    expect(seen.types()).toEqual([
      ...['rx CSI', 'rx DIS', 'tx DCS', 'tx page', 'tx MPS', 'rx MCF', 'tx page', 'tx EOP', 'rx MCF', 'rx hang-up'],
    ]);
  });

  it('takes no page for confirmed that the modem did not speak of', async () => {
    const { modem, send } = caller('2');
    modem
      .once('DT5550101', 'OK', ...farSide['2'])
      .once('+FDT', 'CONNECT')
      .once('+FET=2', 'OK', '+FHNG:0');
    const pages = document();
    expect(await send(pages)).toMatchObject({ outcome: 'uncertain', pages: 0 });
    expect(pages.confirmedPages).toEqual([]);
  });

  it('asks for the page status where none was reported', async () => {
    const { modem, send } = caller('2');
    modem
      .once('DT5550101', 'OK', ...farSide['2'])
      .once('+FDT', 'CONNECT')
      .once('+FPTS?', 'OK', '1');
    expect(await send(document())).toMatchObject({ code: 'ok', pages: 1 });
  });

  it('sends a refused page again one rate lower, three times in all', async () => {
    const { modem, send, seen } = caller('2');
    modem.once('DT5550101', 'OK', ...farSide['2']);
    for (const br of [5, 4, 3]) {
      modem.once('+FDT', 'CONNECT', `+FDCS:1,${br},0,2,1,0,0,0`).once('+FET=2', 'OK', '+FPTS:2');
    }
    const pages = document();
    expect(await send(pages)).toMatchObject({ code: 'd-page-rejected', pages: 0 });
    expect(modem.ofCall.filter((text) => text.startsWith('+FDIS'))).toEqual(
      [5, 4, 3].map((br) => `+FDIS=1,${br},0,2,1,0,0,0`),
    );
    expect(seen.ended).toEqual(['0:RTN', '0:RTN', '0:RTN']);
    expect(pages.formats.length).toBe(1);
    expect(modem.ofCall.at(-2)).toBe('+FK');
  });

  it('says EOM where the next page goes otherwise', async () => {
    const { modem, send } = caller('2');
    modem.once('DT5550101', 'OK', ...farSide['2']).once('+FDT', 'CONNECT', '+FDCS:1,5,0,2,1,0,0,0');
    modem.once('+FET=1', 'OK', '+FPTS:1').once('+FDT', 'CONNECT', '+FDCS:0,5,0,2,1,0,0,0');
    modem.once('+FET=2', 'OK', '+FPTS:1', '+FHNG:0');
    const result = await send(document(page(1), page(2, { resolution: 'standard' })));
    expect(result.code).toBe('ok');
    expect(modem.ofCall).toContain('+FDIS=0,5,0,2,1,0,0,0');
  });
});

describe('several documents in one call', () => {
  const first = (seed: number) => page(seed, { startsDocument: true });

  it('have EOM between them in Class 2, and each last page is written down', async () => {
    const { modem, send } = caller('2');
    modem.once('DT5550101', 'OK', ...farSide['2']).once('+FDT', 'CONNECT', '+FDCS:1,5,0,2,1,0,0,0');
    modem.once('+FET=1', 'OK', '+FPTS:1').once('+FDT', 'CONNECT').once('+FET=2', 'OK', '+FPTS:1', '+FHNG:0');
    const pages = document(first(1), first(2));
    expect(await send(pages)).toMatchObject({ code: 'ok', pages: 2 });
    expect([pages.confirmedPages, pages.lastPages]).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('have EOM between them in Class 2.0, and leave out what is not wanted', async () => {
    const { modem, send } = caller('2.0');
    modem.once('DT5550101', 'OK', ...farSide['2.0']).once('+FDT', 'CONNECT', '+FCS:1,5,0,2,1,0,0,0');
    modem
      .once('+FPS?', 'OK', '1')
      .once('+FDT', 'CONNECT')
      .afterData('OK')
      .afterData('OK', '+FHS:00')
      .once('+FPS?', 'OK', '1');
    const pages = document(first(1), first(2), first(3));
    Object.assign(pages, { following: (index: number) => (index === 0 ? 2 : null) });
    expect(await send(pages)).toMatchObject({ code: 'ok', pages: 2 });
    expect(modem.ofCall).toContain('<103b>');
    expect(pages.confirmedPages).toEqual([0, 2]);
  });

  it('leave the first uncertain where its EOM is not answered', async () => {
    const { modem, send } = caller('2.0');
    modem
      .once('DT5550101', 'OK', ...farSide['2.0'])
      .once('+FDT', 'CONNECT')
      .afterData('OK', '+FHS:56');
    expect(await send(document(first(1), first(2)))).toMatchObject({ outcome: 'uncertain', pages: 0 });
  });

  it('put the modem on hook where what was announced is not wanted any more', async () => {
    const { modem, send } = caller('2');
    modem.once('DT5550101', 'OK', ...farSide['2']).once('+FDT', 'CONNECT', '+FDCS:1,5,0,2,1,0,0,0');
    modem.once('+FET=1', 'OK', '+FPTS:1');
    const pages = document(first(1), first(2));
    let asked = 0;
    Object.assign(pages, { following: () => (asked++ === 0 ? 1 : null) });
    expect(await send(pages)).toMatchObject({ code: 'ok', pages: 1 });
    expect(modem.ofCall.slice(-2)).toEqual(['+FK', 'H0']);
  });
});

describe('sending in Class 2.0 (T.32)', () => {
  it('ends pages by codes in the data, and asks for the status behind OK', async () => {
    const { modem, send, seen } = caller('2.0');
    modem.once('DT5550101', 'OK', ...farSide['2.0']).once('+FDT', 'CONNECT', '+FCS:1,5,0,2,1,0,0,0');
    modem
      .once('+FPS?', 'OK', '3')
      .once('+FDT', 'CONNECT')
      .afterData('OK')
      .afterData('OK', '+FHS:00')
      .once('+FPS?', 'OK', '1');
    const pages = document(page(1), page(2));
    expect(await send(pages)).toMatchObject({ code: 'ok', pages: 2 });
    expect(modem.ofCall).toEqual([
      ...['DT5550101', '+FIS=1,5,0,2,1,0,0,0', '+FDT', '<102c>', '+FPS?', '+FDT', '<102e>', '+FPS?', 'H0'],
    ]);
    expect(seen.ended).toEqual(['0:RTP', '1:MCF']);
  });

  it('believes OK of a modem that does not know the question, and ERROR as well', async () => {
    const { modem, send } = caller('2.0');
    modem
      .once('DT5550101', 'OK', ...farSide['2.0'])
      .once('+FDT', 'CONNECT')
      .once('+FPS?', 'ERROR')
      .once('+FDT', 'CONNECT');
    modem.afterData('ERROR').afterData('OK', '+FHS:00').once('+FPS?', 'ERROR');
    const pages = document();
    expect(await send(pages)).toMatchObject({ code: 'ok', pages: 1 });
    expect(modem.pages.length).toBe(2);
  });

  it.each([
    ['+FHS:54', 'd-no-reply-to-eop'],
    ['+FHS:51', 'd-dcn-after-eop'],
    ['+FHS:50', 'd-hung-up-after-eop'],
  ])('leaves the last page uncertain after %s', async (line, code) => {
    const { modem, send } = caller('2.0');
    modem
      .once('DT5550101', 'OK', ...farSide['2.0'])
      .once('+FDT', 'CONNECT')
      .afterData('OK', line);
    const pages = document();
    expect(await send(pages)).toMatchObject({ code, outcome: 'uncertain', pages: 0 });
    expect([pages.confirmedPages, pages.lastPageOut]).toEqual([[], 1]);
  });

  it('names a call lost between pages', async () => {
    const { modem, send } = caller('2.0');
    modem
      .once('DT5550101', 'OK', ...farSide['2.0'])
      .once('+FDT', 'CONNECT')
      .afterData('OK', '+FHS:52');
    expect(await send(document(page(1), page(2)))).toMatchObject({ code: 'd-no-reply-to-mps', pages: 0 });
  });
});

describe('what breaks a call', () => {
  it.each([
    ['BUSY', [], 'a-busy'],
    ['NO ANSWER', [], 'a-no-answer'],
    ['NO DIALTONE', [], 'a-no-dial-tone'],
    ['NO CARRIER', [], 'a-no-carrier'],
    ['OK', ['+FHS:04'], 'a-no-answer'],
    ['ERROR', ['+FCO', '+FHS:11'], 'b-no-fax-heard'],
    ['OK', ['+FVO'], 'b-no-fax-heard'],
  ] as const)('in dialling: %s %j', async (code, lines, end) => {
    const { modem, send } = caller('2.0');
    modem.once('DT5550101', code, ...lines);
    expect(await send(document())).toMatchObject({ code: end, pages: 0 });
  });

  it('in training', async () => {
    const { modem, send } = caller('2.0');
    modem.once('DT5550101', 'OK', ...farSide['2.0']).once('+FDT', 'OK', '+FHS:27');
    expect(await send(document())).toMatchObject({ code: 'b-training-failed', outcome: 'training-failed' });
  });

  it('is told the line where it is the modem', async () => {
    for (const how of ['silence', 'gone'] as const) {
      const { modem, send, failures } = caller('2.0');
      modem.once('DT5550101', 'OK', ...farSide['2.0']).fails('+FDT', how);
      expect(await send(document())).toMatchObject({ code: 'line-failed' });
      expect(failures.length).toBe(1);
    }
  });

  it('leaves a call uncertain where the modem goes after EOP', async () => {
    const { modem, send } = caller('2');
    modem
      .once('DT5550101', 'OK', ...farSide['2'])
      .once('+FDT', 'CONNECT')
      .fails('+FET=2', 'gone');
    expect(await send(document())).toMatchObject({ code: 'd-hung-up-after-eop', outcome: 'uncertain' });
  });

  it('is our own cancelling: the modem is stopped in its data and put on hook', async () => {
    const { modem, calls, clock } = caller('2.0');
    modem.once('DT5550101', 'OK', ...farSide['2.0']).once('+FDT', 'CONNECT');
    const stop = new AbortController();
    const result = await clock.run(
      calls.send(
        'DT5550101',
        { number: '5550101', localId: '', document: document(), firstPage: 0, ecm: true },
        { pageStarted: () => stop.abort() },
        stop.signal,
      ),
    );
    expect(result).toMatchObject({ code: 'cancelled', pages: 0 });
    expect(modem.heard.slice(-3)).toEqual(['<18>', '+FKS', 'H0']);
  });
});

describe('answering', () => {
  const text = Array.from({ length: 30 }, (_, row) => '#.'.repeat(20 + (row % 7)).padEnd(80, '.'));
  const coded = encodePage(bitmapOfText(text), 'mh');

  it.each([
    ['2', 'highest bit first', coded],
    ['2', 'lowest bit first', withBitsReversed(coded)],
    ['2.0', 'lowest bit first', withBitsReversed(coded)],
  ] as const)('in Class %s takes a page %s, and ends well', async (serviceClass, _order, octets) => {
    const old = serviceClass === '2';
    const { modem, answer, seen } = caller(serviceClass);
    modem.once(
      'A',
      'OK',
      ...(old
        ? ['+FCON', '+FTSI:"555 0199"', '+FDCS:1,3,0,2,0,0,0,0']
        : ['+FCO', '+FTI:"555 0199"', '+FCS:1,3,0,2,0,0,0,0']),
    );
    modem.once('+FDR', 'CONNECT').givesPage(octets);
    modem
      .afterData('OK', old ? '+FPTS:1,30,0,0' : '+FPS:1,1E,0,0', '+FET:2')
      .once('+FDR', 'OK', old ? '+FHNG:0' : '+FHS:00');
    const sink = new KeepingSink();
    const result = await answer(sink);
    expect(result).toMatchObject({ code: 'ok', pages: 1, remoteId: '555 0199', facts: { rate: 9600, ecm: false } });
    expect(sink.pages[0]).toMatchObject({ coding: 'mh', resolution: 'fine', width: 'a4', complete: true });
    expect(decodePage(sink.pages[0]?.data ?? new Uint8Array(0), 'mh', 80).badRows).toBe(0);
    expect(modem.ofCall).toEqual(['A', '+FDR', '<12>', '+FDR', 'H0']);
    expect(seen.ended).toEqual(['0:MCF']);
  });

  it('starts an old modem’s data with DC1', async () => {
    const { modem, answer } = caller('2', { receiveTrigger: 0x11 });
    modem.once('A', 'OK', '+FCON', '+FDCS:1,3,0,2,0,0,0,0').once('+FDR', 'CONNECT').givesPage(coded);
    modem.afterData('OK', '+FPTS:1,30,0,0', '+FET:2').once('+FDR', 'OK', '+FHNG:0');
    expect(await answer(new KeepingSink())).toMatchObject({ code: 'ok', pages: 1 });
    expect(modem.heard).toContain('<11>');
  });

  it('sends its verdict above the modem’s, and takes the page again', async () => {
    const { modem, answer } = caller('2.0');
    modem.once('A', 'OK', '+FCO', '+FCS:1,3,0,2,0,0,0,0').once('+FDR', 'CONNECT').givesPage(withBitsReversed(coded));
    modem.afterData('OK', '+FPS:1,1E,5,3', '+FET:2').once('+FDR', 'CONNECT').givesPage(withBitsReversed(coded));
    modem.afterData('OK', '+FPS:2,1E,0,0', '+FET:2').once('+FDR', 'OK', '+FHS:00');
    const sink = new KeepingSink(['reject', 'accept']);
    expect(await answer(sink)).toMatchObject({ code: 'ok', pages: 1 });
    expect(modem.ofCall).toEqual(['A', '+FDR', '<12>', '+FPS=2', '+FDR', '<12>', '+FPS=1', '+FDR', 'H0']);
  });

  it('keeps what came of a page in which the call broke off', async () => {
    const { modem, answer } = caller('2.0');
    modem
      .once('A', 'OK', '+FCO', '+FCS:1,3,0,2,0,0,0,0')
      .once('+FDR', 'CONNECT')
      .givesPage(withBitsReversed(coded).subarray(0, 60));
    modem.afterData('OK', '+FHS:91');
    const sink = new KeepingSink();
    expect(await answer(sink)).toMatchObject({ code: 'c-line-too-bad', pages: 0 });
    expect(sink.pages).toMatchObject([{ complete: false }]);
  });

  it('asks again where the modem says OK between documents', async () => {
    const { modem, answer } = caller('2.0');
    modem
      .once('A', 'OK', '+FCO', '+FCS:1,3,0,2,0,0,0,0')
      .once('+FDR', 'OK')
      .once('+FDR', 'CONNECT')
      .givesPage(withBitsReversed(coded));
    modem.afterData('OK', '+FPS:1,1E,0,0', '+FET:2').once('+FDR', 'OK', '+FHS:00');
    expect(await answer(new KeepingSink())).toMatchObject({ code: 'ok', pages: 1 });
  });

  it('tells a caller without the password no more', async () => {
    const { modem, calls, clock } = caller('2.0');
    modem.once('A', 'OK', '+FCO', '+FPW:"0000"', '+FCS:1,3,0,2,0,0,0,0');
    const settings = { localId: '', sink: new KeepingSink(), ecm: true, expectPassword: '4711' };
    expect(await clock.run(calls.answer(settings, {}, never))).toMatchObject({ code: 'b-password-wrong' });
    expect(modem.ofCall).toEqual(['A', '+FKS', 'H0']);
  });

  it('is over where the caller has gone', async () => {
    const { modem, answer } = caller('2');
    modem.once('A', 'NO CARRIER');
    expect(await answer(new KeepingSink())).toMatchObject({ code: 'a-caller-gone' });
  });
});

describe('fetching', () => {
  it('finds nothing where nothing is offered', async () => {
    const { modem, calls, clock } = caller('2.0');
    modem.once('DT5550101', 'OK', ...farSide['2.0']);
    const call = { number: '5550101', localId: '555 0100', sink: new KeepingSink(), ecm: true };
    expect(await clock.run(calls.poll('DT5550101', call, {}, never))).toMatchObject({ code: 'b-nothing-to-fetch' });
    expect(modem.heard).toContain('+FSP=1');
    expect(modem.heard).toContain('+FPI="555 0100"');
  });
});

it('reports that come late are taken once, whether told as they come or with the answer', async () => {
  for (const live of [true, false]) {
    const { modem, send, seen } = caller('2.0');
    modem.live = live;
    modem
      .once('DT5550101', 'OK', ...farSide['2.0'])
      .once('+FDT', 'CONNECT', '+FCS:1,5,0,2,1,0,0,0')
      .afterData('OK', '+FHS:00');
    modem.once('+FPS?', 'OK', '+FPS:1');
    expect(await send(document())).toMatchObject({ code: 'ok' });
    expect(seen.types().filter((type) => type === 'tx DCS' || type === 'rx MCF')).toEqual(['tx DCS', 'rx MCF']);
  }
});
