import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Bitmap, bitmapFromOctets } from '../../../app/image/bitmap.ts';
import { decodePage } from '../../../app/image/page-decoder.ts';
import { seededRandom } from '../../../app/lines/loopback/noise.ts';
import { decodeIfp } from '../../../app/lines/t38/ifp.ts';
import { mutated } from '../../../app/lines/t38/mutation.testing.ts';
import { decodeDatagram } from '../../../app/lines/t38/udptl.ts';
import { UdptlReceiver } from '../../../app/lines/t38/udptl-receiver.ts';
import type { Coding } from '../../../app/model/page-format.ts';
import { parseFcf2, parseFrame } from '../../../app/t30/frames.ts';
import { differenceOf } from '../compare-pages.ts';
import {
  type Heard,
  heardIn,
  type RecordedSession,
  readSession,
  recordedSessions,
  type ToldFrame,
} from './recorded-session.ts';

const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex').toUpperCase();

/** Bits of an octet turned round: a frame's number counts its least significant bit first on the line. */
function turned(octet: number): number {
  let out = 0;
  for (let bit = 0; bit < 8; bit += 1) out |= ((octet >> bit) & 1) << (7 - bit);
  return out;
}

/** A frame as the recorded ends tell one. */
function toldAs(octets: Uint8Array): Pick<ToldFrame, 'hex' | 'n' | 'len'> {
  const isBlock = parseFrame(octets)?.name === 'FCD';
  return isBlock ? { n: turned(octets[3]!), len: octets.length } : { hex: hex(octets) };
}

function through(datagrams: readonly Uint8Array[], { version }: RecordedSession) {
  const receiver = new UdptlReceiver({ version });
  const packets = [...datagrams.flatMap((datagram) => receiver.receive(datagram)), ...receiver.flush()];
  return { packets: packets.map(({ octets }) => octets), counts: receiver.counts };
}

const codings: Readonly<Record<number, Coding>> = { 1: 'mh', 2: 'mr', 3: 'mmr' };

/** The pages that a direction carried: blocks put together by PPS, or the streams after the training check. */
function pagesOf({ frames, streams }: Heard, coding: Coding): readonly Bitmap[] {
  const pages: Uint8Array[] = [];
  let block = new Map<number, Uint8Array>();
  let page: Uint8Array[] = [];
  for (const octets of frames) {
    const frame = parseFrame(octets);
    if (frame?.name === 'FCD') block.set(turned(frame.fif[0]!), frame.fif.subarray(1));
    if (frame?.name !== 'PPS') continue;
    page.push(...[...block].sort(([a], [b]) => a - b).map(([, data]) => data));
    block = new Map();
    if (parseFcf2(frame.fif[0]) === 'NULL') continue;
    pages.push(Buffer.concat(page));
    page = [];
  }
  const data = pages.length > 0 ? pages : streams.filter((stream) => stream.some((octet) => octet !== 0));
  return data.map((octets) => decodePage(octets, coding, 1728).bitmap);
}

/** The first page of every session: text, 1728 x 2292, a PBM of a header and rows of octets. */
async function textPage(): Promise<Bitmap> {
  const octets = await readFile(fileURLToPath(new URL('../pages/text.pbm', import.meta.url)));
  return bitmapFromOctets(octets.subarray('P4\n1728 2292\n'.length), 1728, 2292);
}

describe.each(recordedSessions)('the recorded session %s', (name) => {
  it('comes whole: no datagram malformed, no packet lost or unknown', async () => {
    const session = await readSession(name);
    for (const direction of ['tx', 'rx'] as const) {
      const { packets, counts } = through(session.datagrams[direction], session);
      expect(counts).toMatchObject({ malformed: 0, lost: 0, delivered: packets.length });
      expect(packets.length).toBeGreaterThan(30);
      for (const octets of packets)
        expect(decodeIfp(octets, session.version)).toMatchObject({
          ifp: { kind: expect.stringMatching(/^(indicator|data)$/) },
          length: octets.length,
        });
    }
  });

  it.each(['tx', 'rx'] as const)('gives the T.30 frames that the ends told, %s', async (direction) => {
    const session = await readSession(name);
    const { frames } = heardIn(through(session.datagrams[direction], session).packets, session.version);
    const told = session.frames.filter(({ dir }) => dir === direction);
    expect(told.length).toBeGreaterThanOrEqual(direction === 'tx' ? 3 : 4);
    expect(frames.map(toldAs)).toEqual(told.map(({ hex, n, len }) => (hex === undefined ? { n, len } : { hex })));
  });

  it('gives the pages that the one end sent and the other took', async () => {
    const session = await readSession(name);
    const { packets } = through(session.datagrams.tx, session);
    const pages = pagesOf(heardIn(packets, session.version), codings[session.caller.encoding]!);
    expect(pages.length).toBe(session.caller.pagesTx);
    expect(pages.length).toBe(session.answerer.pagesRx);
    expect(differenceOf([await textPage()], pages.slice(0, 1))).toBeNull();
  });
});

describe('a recorded session with packets taken out', () => {
  it.each([
    ['v0-red3-ecm-mmr', 3],
    ['v0-red3-v29-mr', 3],
    ['v0-red3-nopace-4pages', 3],
    ['v3-red1-ecm-mmr', 3],
    ['v3-red1-ecm-mmr', 2],
    // Of 3 x 3, a set covers every third packet: every fourth lost leaves one missing in each.
    ['v0-fec3x3-ecm-mmr', 4],
  ] as const)('%s, every number divisible by %i lost, gives the same packets', async (name, every) => {
    const session = await readSession(name);
    for (const direction of ['tx', 'rx'] as const) {
      const datagrams = session.datagrams[direction];
      const whole = through(datagrams, session).packets;
      // Counted so that the last packet stays: nothing follows it that could repeat it.
      const left = datagrams.filter((octets) => (whole.length - decodeDatagram(octets)!.seq) % every !== 0);
      expect(left.length).toBeLessThan(datagrams.length * 0.8);
      const { packets, counts } = through(left, session);
      expect(packets).toEqual(whole);
      expect(counts).toMatchObject({ lost: 0, recovered: Math.floor(whole.length / every) });
    }
  });

  it('of no recovery loses those and no other, and says where', async () => {
    const session = await readSession('v0-none-nonecm-mh');
    const receiver = new UdptlReceiver({ version: 0 });
    const left = session.datagrams.tx.filter((octets) => decodeDatagram(octets)!.seq % 50 !== 25);
    const delivered = [...left.flatMap((octets) => receiver.receive(octets)), ...receiver.flush()];
    expect(delivered.filter(({ lostBefore }) => lostBefore > 0).map(({ seq }) => seq % 50)).toEqual(
      Array(receiver.counts.lost).fill(26),
    );
    expect(receiver.counts.lost).toBeGreaterThan(15);
  });
});

describe('recorded datagrams, mutated', () => {
  /** Datagrams of each session and direction; more than a million in all in a soak. */
  const count = Math.min(500 * Number(process.env.FAX_RUNS ?? 1), 80_000);

  it.each(recordedSessions)(
    'of %s are never thrown on',
    async (name) => {
      const session = await readSession(name);
      const random = seededRandom(Number(process.env.FAX_FIRST_SEED ?? 1));
      for (const datagrams of [session.datagrams.tx, session.datagrams.rx]) {
        const receiver = new UdptlReceiver({ version: session.version });
        let delivered = 0;
        for (let n = 0; n < count; n += 1) {
          const other = datagrams[Math.floor(random() * datagrams.length)]!;
          for (const { octets } of receiver.receive(mutated(datagrams[n % datagrams.length]!, other, random))) {
            decodeIfp(octets, session.version);
            delivered += 1;
          }
        }
        expect(receiver.counts.received).toBe(count);
        expect(receiver.counts.delivered).toBe(delivered);
        expect(receiver.counts.malformed).toBeGreaterThan(0);
      }
    },
    300_000,
  );
});
