import { describe, expect, it } from 'vitest';
import { BitmapDocument, DecodingSink, textLikeBitmap } from '../bitmaps.testing.ts';
import { keepingObserver, outgoing, practiceOffice } from '../in-memory.testing.ts';

const never = new AbortController().signal;

async function send(document: BitmapDocument, query: string, ecm: boolean) {
  const { clock, line } = practiceOffice();
  const [from, to] = [await line(`loopback:5550100${query}`), await line('loopback:5550101')];
  const sink = new DecodingSink();
  const seen = keepingObserver();
  to.onRing((ring) => void ring.answer({ localId: '', ecm, sink }, seen.observer, never));
  const sent = await clock.run(from.send(outgoing('5550101', document, { ecm }), {}, never));
  return { sent, sink, seen };
}

describe('pages of real code over a practice line', () => {
  it.each([
    ['mmr', true],
    ['mr', false],
  ] as const)('%s: the page that arrives is the page that was sent', async (coding, ecm) => {
    const page = textLikeBitmap();
    const document = new BitmapDocument([page, textLikeBitmap(2048, 500, 2), textLikeBitmap(2432, 300, 3)]);
    const { sent, sink } = await send(document, '', ecm);
    expect(sent).toMatchObject({ outcome: 'ok', pages: 3, facts: { coding, ecm } });
    expect(sink.bitmaps).toHaveLength(3);
    expect(sink.bitmaps[0]).toEqual(page);
    expect(sink.verdicts.every(({ badRows }) => badRows === 0)).toBe(true);
  });

  it('noise with ECM leaves no trace on the page', async () => {
    const page = textLikeBitmap(1728, 600);
    const { sent, sink } = await send(new BitmapDocument([page]), '?noise=0.0002&seed=5', true);
    expect(sent.outcome).toBe('ok');
    expect(sink.bitmaps).toEqual([page]);
  });

  it('noise without ECM costs rows, which are counted', async () => {
    const page = textLikeBitmap(1728, 600);
    const { sent, sink, seen } = await send(new BitmapDocument([page]), '?noise=0.00003&seed=4', false);
    expect(sent.outcome).toBe('ok');
    expect(sink.verdicts.at(-1)!.badRows).toBeGreaterThan(0);
    expect(sink.bitmaps[0]!.rows).toBeGreaterThan(550);
    expect(seen.ended.at(-1)).toMatch(/^0:(MCF|RTP)$/);
  });

  it('a page that is too damaged is refused, sent again slower, and never confirmed unread', async () => {
    const document = new BitmapDocument([textLikeBitmap(1728, 600)]);
    const { sent, sink } = await send(document, '?noise=0.0006&seed=2', false);
    expect(sent).toMatchObject({ outcome: 'page-rejected', code: 'd-page-rejected', pages: 0 });
    expect(sink.verdicts.map(({ status }) => status)).toEqual(['reject', 'reject', 'reject']);
    expect(document.confirmedPages).toEqual([]);
  });
});
