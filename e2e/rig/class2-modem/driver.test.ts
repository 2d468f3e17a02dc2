import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import type { Bitmap } from '../../../app/image/bitmap.ts';
import type { CallTerms } from '../../../app/lines/fax-line.ts';
import type { Class2 } from '../../../app/lines/modem/class2/class2-calls.ts';
import { needs } from '../../peers/programs.ts';
import { differenceOf } from '../compare-pages.ts';
import { efaxAnswers, efaxPages, efaxSends } from '../efax.ts';
import { readPages, writeDocument } from '../rig-documents.ts';
import { Class2Modems } from './class2-modems.ts';
import { BitmapDocument, BitmapSink, callBetween, everything, keptTranscript, never, OurDriver } from './our-driver.ts';

/** Our Class 2 driver on the software modem that efax and HylaFAX judged, with itself and with efax at the other end. */

const withGcc = needs('gcc', 'gcc');
const withEfax = needs(['efax', 'gcc'], 'efax gcc');
const classes: readonly Class2[] = ['2', '2.0', '2.1'];

let folder = '';
let modems: Class2Modems | null = null;
let drivers: OurDriver[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-class2-driven-'));
});
afterEach(async () => {
  for (const driver of drivers) await driver.close();
  drivers = [];
  await modems?.stop();
  modems = null;
  await rm(folder, { recursive: true, force: true });
});

async function start(serviceClass: Class2, options: readonly string[] = []) {
  modems = await Class2Modems.start(options);
  const caller = await OurDriver.open(modems.tty(0), serviceClass);
  const answerer = await OurDriver.open(modems.tty(1), serviceClass);
  drivers = [caller, answerer];
  return { caller, answerer, modems };
}

const report = (...ours: readonly OurDriver[]): string =>
  [...ours.map(({ log }) => log.join('\n')), modems?.log ?? ''].join('\n---\n');

/** So many pages, each marked with its number; the second is a standard one where asked. */
async function bitmaps(count: number, mixed = false): Promise<{ pages: readonly Bitmap[]; lines: readonly number[] }> {
  const pages: Bitmap[] = [];
  const lines: number[] = [];
  for (let n = 1; n <= count; n++) {
    const file = join(folder, `page${n}.tif`);
    const standard = mixed && n === 2;
    const resolution = standard ? 'standard' : 'fine';
    await writeDocument(file, { pages: 1, resolution, coding: 'mh', firstNumber: n });
    pages.push(...(await readPages(file)));
    lines.push(standard ? 98 : 196);
  }
  return { pages, lines };
}

describe.each(classes)('our driver with itself in Class %s', (serviceClass) => {
  const terms: readonly (readonly [string, CallTerms])[] = [
    ['MMR with ECM', everything],
    ['MR without ECM', { ecm: false }],
    ['MH at 9600', { ecm: false, codings: ['mh'], modems: ['v29', 'v27ter'] }],
  ];
  for (const [name, allowed] of terms)
    withGcc(`sends three pages as ${name}`, async () => {
      const { caller, answerer } = await start(serviceClass);
      const { pages, lines } = await bitmaps(3);
      const document = new BitmapDocument(pages, lines);
      const sink = new BitmapSink();
      const ours = keptTranscript();
      const { sent, received } = await callBetween(caller, answerer, {
        document,
        sink,
        terms: allowed,
        caller: ours.observer,
      });
      const words = report(caller, answerer);
      expect([sent.code, sent.pages, received.code, received.pages], words).toEqual(['ok', 3, 'ok', 3]);
      expect(differenceOf(pages, sink.bitmaps)).toBeNull();
      expect(document.confirmedPages).toEqual([0, 1, 2]);
      expect(document.lastPageOut).toBe(1);
      expect(sent.facts?.ecm).toBe(allowed.ecm);
      expect([sent.remoteId, received.remoteId]).toEqual(['+15550101', '+15550100']);
      expect(ours.types.filter((type) => /MPS|EOP|MCF/.test(type))).toEqual(
        [1, 2, 3].flatMap((n) => [n === 3 ? 'tx EOP' : 'tx MPS', 'rx MCF']),
      );
    });

  withGcc('changes the resolution within a call by EOM', async () => {
    const { caller, answerer } = await start(serviceClass);
    const { pages, lines } = await bitmaps(3, true);
    const sink = new BitmapSink();
    const { sent, received } = await callBetween(caller, answerer, {
      document: new BitmapDocument(pages, lines),
      sink,
    });
    expect([sent.code, received.code], report(caller, answerer)).toEqual(['ok', 'ok']);
    expect(differenceOf(pages, sink.bitmaps)).toBeNull();
    expect(sink.pages.map(({ resolution }) => resolution)).toEqual(['fine', 'standard', 'fine']);
  });

  withGcc('sends a refused page again', async () => {
    const { caller, answerer } = await start(serviceClass);
    const { pages, lines } = await bitmaps(2);
    const document = new BitmapDocument(pages, lines);
    const sink = new BitmapSink(1);
    const ours = keptTranscript();
    const { sent, received } = await callBetween(caller, answerer, {
      document,
      sink,
      terms: { ecm: false },
      caller: ours.observer,
    });
    expect([sent.code, sent.pages, received.code], report(caller, answerer)).toEqual(['ok', 2, 'ok']);
    expect(ours.types).toContain('rx RTN');
    expect(differenceOf(pages, sink.bitmaps)).toBeNull();
    expect(document.confirmedPages).toEqual([0, 1]);
  });

  withGcc('fetches a document that the far end offers, and finds none where it offers none', async () => {
    const { caller, answerer } = await start(serviceClass);
    const { pages, lines } = await bitmaps(2);
    const polled = new BitmapDocument(pages, lines);
    const offers: readonly (BitmapDocument | undefined)[] = [polled, undefined];
    const codes: string[] = [];
    const sink = new BitmapSink();
    for (const offered of offers) {
      const answered = answerer.ring().then(() =>
        answerer.calls.answer(
          {
            localId: '+15550101',
            sink: new BitmapSink(),
            ecm: true,
            ...(offered === undefined ? {} : { polled: offered }),
          },
          {},
          never,
        ),
      );
      const fetched = await caller.calls.poll(
        'DT5550101',
        { number: '5550101', localId: '+15550100', sink, ecm: true },
        {},
        never,
      );
      codes.push(fetched.code, (await answered).code);
    }
    expect(codes, report(caller, answerer)).toEqual(['ok', 'ok', 'b-nothing-to-fetch', expect.stringMatching(/^b-/)]);
    expect(differenceOf(pages, sink.bitmaps)).toBeNull();
    expect(polled.confirmedPages).toEqual([0, 1]);
  });

  withGcc('ends a call that is cancelled within a page', async () => {
    const { caller, answerer } = await start(serviceClass, ['--rate', '20000']);
    const { pages, lines } = await bitmaps(1);
    const document = new BitmapDocument(pages, lines);
    const stop = new AbortController();
    const { sent, received } = await callBetween(caller, answerer, {
      document,
      sink: new BitmapSink(),
      terms: { ecm: false, codings: ['mh'] },
      signal: stop.signal,
      caller: { pageStarted: () => setTimeout(() => stop.abort(), 300) },
    });
    expect([sent.code, document.confirmedPages.length], report(caller, answerer)).toEqual(['cancelled', 0]);
    expect(received.outcome).not.toBe('ok');
    // The modem is of use again.
    const again = new BitmapSink();
    const second = await callBetween(caller, answerer, { document, sink: again });
    expect([second.sent.code, second.received.code], report(caller, answerer)).toEqual(['ok', 'ok']);
  });

  withGcc('names what dialling came to', async () => {
    const { caller } = await start(serviceClass);
    const { pages, lines } = await bitmaps(1);
    const document = new BitmapDocument(pages, lines);
    const dial = async (number: string) =>
      (
        await caller.calls.send(
          `DT${number}`,
          { number, localId: '+15550100', document, firstPage: 0, ecm: true },
          {},
          never,
        )
      ).code;
    expect(await dial('5550999'), report(caller)).toBe('a-busy');
    expect(await dial('5550998')).toBe('a-no-answer');
    expect(await dial('5550997')).toBe('a-no-dial-tone');
    expect(await dial('5550996')).toBe('b-no-fax-heard');
    expect(await dial('5550994')).toBe('a-no-carrier');
  });

  withGcc('does not confirm the last page of a call that was cut', async () => {
    const { caller, answerer } = await start(serviceClass, ['--cut', '20']);
    const { pages, lines } = await bitmaps(1);
    const document = new BitmapDocument(pages, lines);
    const sink = new BitmapSink();
    const { sent, received } = await callBetween(caller, answerer, { document, sink, terms: { ecm: false } });
    expect(sent.outcome, report(caller, answerer)).not.toBe('ok');
    expect(received.outcome).not.toBe('ok');
    expect(document.confirmedPages).toEqual([]);
    expect(sink.pages.every(({ complete }) => !complete)).toBe(true);
  });
});

describe('what only some modems do', () => {
  withGcc('reads pages of a Class 2 modem that gives the lowest bit first', async () => {
    const { caller, answerer } = await start('2', ['--lowest-first']);
    const { pages, lines } = await bitmaps(1);
    const sink = new BitmapSink();
    const { received } = await callBetween(caller, answerer, {
      document: new BitmapDocument(pages, lines),
      sink,
      terms: { ecm: false },
    });
    expect(received.code, report(caller, answerer)).toBe('ok');
    expect(differenceOf(pages, sink.bitmaps)).toBeNull();
  });

  withGcc('fills lines where the far end needs 20 ms for each', async () => {
    const { caller, answerer } = await start('2.0');
    const { pages, lines } = await bitmaps(1);
    const sink = new BitmapSink();
    const document = new BitmapDocument(pages, lines);
    const { sent } = await callBetween(caller, answerer, {
      document,
      sink,
      terms: { ecm: false },
      answererTerms: { ecm: false, scanTime: 20 },
    });
    expect(sent.code, report(caller, answerer)).toBe('ok');
    expect(document.formats.map(({ minLineBits }) => minLineBits)).toEqual([288]);
    expect(differenceOf(pages, sink.bitmaps)).toBeNull();
  });

  withGcc('brings sub-address and password, and refuses a wrong one', async () => {
    const { caller, answerer } = await start('2.0');
    const { pages, lines } = await bitmaps(1);
    const codes: string[] = [];
    for (const password of ['4711', '0815']) {
      const sink = new BitmapSink();
      const answered = answerer
        .ring()
        .then(() =>
          answerer.calls.answer({ localId: '+15550101', sink, ecm: true, expectPassword: '4711' }, {}, never),
        );
      const document = new BitmapDocument(pages, lines);
      const sent = await caller.calls.send(
        'DT5550101',
        { number: '5550101', localId: '', document, firstPage: 0, ecm: true, subAddress: '17', password },
        {},
        never,
      );
      const received = await answered;
      codes.push(sent.outcome, received.code, String(received.subAddress));
    }
    expect(codes, report(caller, answerer)).toEqual(['ok', 'ok', '17', expect.any(String), 'b-password-wrong', '17']);
  });
});

describe.each([
  ['2', '2'],
  ['2.0', '0'],
] as const)('our driver in Class %s with efax', (serviceClass, option) => {
  const efaxEnd = { capabilities: '1,5,0,2,0,0,0,0', seconds: 60, class: option, ident: '+1 555 0111' };

  withEfax('sends two pages to efax', async () => {
    modems = await Class2Modems.start();
    const caller = await OurDriver.open(modems.tty(0), serviceClass);
    drivers = [caller];
    const { pages, lines } = await bitmaps(2);
    const answerer = efaxAnswers({ ...efaxEnd, tty: modems.tty(1) }, folder);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const document = new BitmapDocument(pages, lines);
    const sent = await caller.calls.send(
      'DT5550101',
      { number: '5550101', localId: '+15550100', document, firstPage: 0, ecm: true },
      {},
      never,
    );
    const received = await answerer.ended;
    expect([sent.code, received.code], report(caller) + received.log).toEqual(['ok', 0]);
    const arrived = (await Promise.all((await efaxPages(folder)).map(readPages))).flat();
    expect(differenceOf(pages, arrived, { shift: 2 })).toBeNull();
  });

  withEfax('receives two pages from efax', async () => {
    modems = await Class2Modems.start(['--rate', '20000']);
    const answerer = await OurDriver.open(modems.tty(1), serviceClass);
    drivers = [answerer];
    const { pages } = await bitmaps(2);
    const files = pages.map((_, index) => join(folder, `page${index + 1}.tif`));
    const sink = new BitmapSink();
    const answered = answerer
      .ring()
      .then(() => answerer.calls.answer({ localId: '+15550101', sink, ecm: true }, {}, never));
    const caller = efaxSends({ ...efaxEnd, tty: modems.tty(0) }, '5550101', files, folder);
    const [sent, received] = [await caller.ended, await answered];
    expect([sent.code, received.code, received.pages], report(answerer) + sent.log).toEqual([0, 'ok', 2]);
    expect(differenceOf(pages, sink.bitmaps, { header: 48, shift: 60 })).toBeNull();
  });
});
