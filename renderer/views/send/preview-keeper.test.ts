import { describe, expect, test } from 'vitest';
import type { Door } from '../../../app/contract/door.ts';
import type { FaxEvent } from '../../../app/contract/events.ts';
import { FaxError } from '../../../app/model/errors.ts';
import type { DraftFile } from './draft.ts';
import { isPreviewOf, keepPreview, noPreview, type PreviewState } from './preview-keeper.ts';

const page = { width: 1728, rows: 2292, xDpi: 204, yDpi: 196, badLines: 0 };
const file = (name: string): DraftFile => ({ id: `id-${name}`, path: `/docs/${name}` });

interface Asked {
  readonly id: string;
  readonly files: readonly string[];
}

/** A door whose previews are answered by hand: two pages a file, or the error set for a path. */
function rig(errors: Record<string, FaxError> = {}) {
  const asked: (Asked & { answer(): void })[] = [];
  const closed: string[] = [];
  const listeners = new Set<(event: FaxEvent) => void>();
  const request = (name: string, input: unknown): Promise<unknown> => {
    if (name === 'preview.close') {
      closed.push((input as { previewId: string }).previewId);
      return Promise.resolve({});
    }
    const { previewId, files } = input as { previewId: string; files: readonly string[] };
    return new Promise((resolve, reject) => {
      asked.push({
        id: previewId,
        files,
        answer: () => {
          const bad = files.find((path) => errors[path]);
          if (bad) reject(errors[bad]);
          else
            resolve({
              pages: files.flatMap(() => [page, page]),
              files: files.map((path) => ({ path, pages: 2, note: 'A4' })),
            });
        },
      });
    });
  };
  const door = {
    request,
    subscribe: (listener: (event: FaxEvent) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Door;
  let state: PreviewState = noPreview;
  let serial = 0;
  const keeper = keepPreview(
    door,
    () => `preview-${++serial}`,
    (change) => {
      state = change(state);
    },
  );
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  return {
    keeper,
    asked,
    closed,
    listeners,
    emit: (event: FaxEvent) => {
      for (const listener of listeners) listener(event);
    },
    state: () => state,
    want: (...names: string[]) => keeper.want({ files: names.map(file), resolution: 'fine' }),
    /** Answers everything asked until nothing more is. */
    async drain() {
      for (let i = 0; i < 20; i += 1) {
        for (const each of asked.splice(0)) each.answer();
        await settle();
      }
    },
    settle,
  };
}

describe('a draft’s preview', () => {
  test('places each file’s pages in order', async () => {
    const r = rig();
    r.want('a.pdf', 'b.pdf');
    expect(r.state().status).toBe('making');
    await r.drain();
    expect(r.state()).toMatchObject({ status: 'ready', error: null, shown: { previewId: 'preview-1' } });
    expect(r.state().shown?.pages).toHaveLength(4);
    expect(r.state().shown?.files.map(({ id, firstPage, pages }) => [id, firstPage, pages])).toEqual([
      ['id-a.pdf', 1, 2],
      ['id-b.pdf', 3, 2],
    ]);
  });

  test('tells how far it is, of its own rendering only', () => {
    const r = rig();
    r.want('a.pdf');
    const event = { type: 'preview', previewId: 'preview-1', file: '/docs/a.pdf', pagesDone: 3, pages: 9 } as const;
    r.emit({ ...event, previewId: 'preview-0', pagesDone: 8 });
    expect(r.state().progress.done).toBe(0);
    r.emit(event);
    expect(r.state().progress).toEqual({ done: 3, total: 9, file: '/docs/a.pdf' });
  });

  test('cancels on a change, and a late answer changes nothing', async () => {
    const r = rig();
    r.want('a.pdf');
    r.want('a.pdf', 'b.pdf');
    expect(r.closed).toEqual(['preview-1']);
    r.asked[1]?.answer();
    await r.settle();
    r.asked[0]?.answer();
    await r.settle();
    expect(r.state()).toMatchObject({ status: 'ready', shown: { previewId: 'preview-2' } });
    expect(r.closed).toEqual(['preview-1', 'preview-1']);
  });

  test('shows the pages before the change until the new ones are there, then lets them go', async () => {
    const r = rig();
    r.want('a.pdf');
    await r.drain();
    r.want('a.pdf', 'b.pdf');
    expect(r.state()).toMatchObject({ status: 'making', shown: { previewId: 'preview-1' } });
    expect(r.closed).toEqual([]);
    await r.drain();
    expect(r.state().shown?.previewId).toBe('preview-2');
    expect(r.closed).toEqual(['preview-1']);
  });

  test('does nothing when nothing changed', async () => {
    const r = rig();
    r.want('a.pdf');
    r.want('a.pdf');
    expect(r.asked).toHaveLength(1);
  });

  test('puts the error on the file that it names, and makes the rest', async () => {
    const error = new FaxError('PDF_ENCRYPTED', { message: '“b.pdf” is protected with a password.' });
    const r = rig({ '/docs/b.pdf': error });
    r.want('a.pdf', 'b.pdf', 'c.pdf');
    await r.drain();
    expect([...r.state().problems]).toEqual([['id-b.pdf', error.toData()]]);
    expect(r.state().status).toBe('ready');
    expect(r.state().shown?.files.map((each) => each.id)).toEqual(['id-a.pdf', 'id-c.pdf']);
  });

  test('finds the files at fault when the error names none', async () => {
    const r = rig({ '/docs/b.pdf': new FaxError('FILE_EMPTY'), '/docs/d.pdf': new FaxError('FILE_DAMAGED') });
    r.want('a.pdf', 'b.pdf', 'c.pdf', 'd.pdf');
    await r.drain();
    expect([...r.state().problems].map(([id, error]) => [id, error.code])).toEqual([
      ['id-b.pdf', 'FILE_EMPTY'],
      ['id-d.pdf', 'FILE_DAMAGED'],
    ]);
    expect(r.state().shown?.files.map((each) => each.id)).toEqual(['id-a.pdf', 'id-c.pdf']);
    // Every page made for finding out is let go again.
    expect(r.closed).not.toContain(r.state().shown?.previewId);
  });

  test('keeps a faulty file out while others change, and tries it again when asked', async () => {
    const errors: Record<string, FaxError> = { '/docs/b.pdf': new FaxError('FILE_NOT_FOUND') };
    const r = rig(errors);
    r.want('b.pdf');
    await r.drain();
    expect(r.state()).toMatchObject({ status: 'failed', shown: null, error: null });
    r.want('b.pdf', 'a.pdf');
    expect(r.asked.at(-1)?.files).toEqual(['/docs/a.pdf']);
    await r.drain();
    delete errors['/docs/b.pdf'];
    r.keeper.retry();
    await r.drain();
    expect(r.state().problems.size).toBe(0);
    expect(r.state().shown?.files).toHaveLength(2);
  });

  test('blames no file for a server that is gone', async () => {
    const r = rig({ '/docs/a.pdf': new FaxError('SERVER_UNREACHABLE') });
    r.want('a.pdf', 'b.pdf');
    await r.drain();
    expect(r.state()).toMatchObject({ status: 'failed', error: { code: 'SERVER_UNREACHABLE' } });
    expect(r.state().problems.size).toBe(0);
  });

  test('is known from a preview of another draft', async () => {
    const r = rig({ '/docs/c.pdf': new FaxError('FILE_EMPTY') });
    r.want('a.pdf', 'b.pdf', 'c.pdf');
    await r.drain();
    const of = (names: readonly string[], resolution: 'fine' | 'standard' = 'fine') =>
      isPreviewOf(r.state(), { files: names.map(file), resolution });
    expect(of(['a.pdf', 'b.pdf', 'c.pdf'])).toBe(true);
    expect([
      of(['b.pdf', 'a.pdf']),
      of(['a.pdf']),
      of(['a.pdf', 'b.pdf', 'd.pdf']),
      of(['a.pdf', 'b.pdf'], 'standard'),
    ]).toEqual([false, false, false, false]);
    expect(isPreviewOf(noPreview, { files: [], resolution: 'fine' })).toBe(false);
  });

  test('lets everything go at its end', async () => {
    const r = rig();
    r.want('a.pdf');
    await r.drain();
    r.want('a.pdf', 'b.pdf');
    r.keeper.stop();
    expect(r.closed).toEqual(['preview-2', 'preview-1']);
    expect(r.listeners.size).toBe(0);
  });
});
