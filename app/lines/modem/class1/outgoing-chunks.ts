import { withBitsReversed } from '../bit-order.ts';
import { frameStream } from './hdlc-framer.ts';

/** An ECM block as one chunk, framed when it is asked for, behind so many flags. */
export function* framed(frames: readonly Uint8Array[], flags: number): Iterable<Uint8Array> {
  yield frameStream(frames.map(withBitsReversed), flags);
}

/** Chunks in T.30 notation as a modem takes them. */
export async function* reversed(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) yield withBitsReversed(chunk);
}

/** The chunks again, the first of them made ready now. */
export function peeked(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const source = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  const first = Promise.resolve(source.next());
  // A source that fails is told to whoever reads it.
  first.catch(() => undefined);
  return {
    async *[Symbol.asyncIterator]() {
      for (let next = await first; !next.done; next = await source.next()) yield next.value;
    },
  };
}
