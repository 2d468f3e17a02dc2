import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { decodeIfp, type Ifp, type IfpVersion } from '../../../app/lines/t38/ifp.ts';

const folder = fileURLToPath(new URL('../udptl-sessions', import.meta.url));

/** Sessions of two terminals of spandsp: what it says in the name, and how damage was made good. */
export const recordedSessions = [
  'v0-fec3x3-ecm-mmr',
  'v0-none-nonecm-mh',
  'v0-red3-ecm-mmr',
  'v0-red3-loss5',
  'v0-red3-nopace-4pages',
  'v0-red3-v29-mr',
  'v3-red1-ecm-mmr',
] as const;
export type RecordedName = (typeof recordedSessions)[number];

const frameSchema = z.object({
  ev: z.literal('frame'),
  dir: z.enum(['tx', 'rx']),
  type: z.string(),
  hex: z.string().optional(),
  n: z.number().optional(),
  len: z.number().optional(),
});
const resultSchema = z.object({
  ev: z.literal('result'),
  pagesTx: z.number(),
  pagesRx: z.number(),
  ecm: z.number(),
  encoding: z.number(),
  farIdent: z.string(),
});
/** A T.30 frame as an end told it: whole, or of a block only its number and length. */
export type ToldFrame = z.infer<typeof frameSchema>;
export type ToldResult = z.infer<typeof resultSchema>;

/** A session as it was recorded: datagrams both ways in their order, and what both ends told. */
export interface RecordedSession {
  readonly version: IfpVersion;
  /** `tx`: what the caller sent. `rx`: what reached it. */
  readonly datagrams: Readonly<Record<'tx' | 'rx', readonly Uint8Array[]>>;
  readonly frames: readonly ToldFrame[];
  readonly caller: ToldResult;
  readonly answerer: ToldResult;
}

export async function readSession(name: RecordedName): Promise<RecordedSession> {
  const trace = (await promisify(gunzip)(await readFile(`${folder}/${name}.trace.gz`))).toString();
  const lines = trace.trimEnd().split('\n');
  const datagramsOf = (mark: string) =>
    lines
      .map((line) => line.split(' '))
      .flatMap(([, direction, hex]) => (direction === mark ? [fromHex(hex ?? '')] : []));
  const told = (await readFile(`${folder}/${name}.caller.jsonl`, 'utf8')).trimEnd().split('\n').map(parsed);
  const answerer = (await readFile(`${folder}/${name}.answerer.jsonl`, 'utf8')).trimEnd().split('\n').map(parsed);
  return {
    version: name.startsWith('v3') ? 3 : 0,
    datagrams: { tx: datagramsOf('>'), rx: datagramsOf('<') },
    frames: told.flatMap((line) => frameSchema.safeParse(line).data ?? []),
    caller: resultSchema.parse(told.at(-1)),
    answerer: resultSchema.parse(answerer.at(-1)),
  };
}

function parsed(line: string): unknown {
  return JSON.parse(line);
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** What the packets of one direction come to. */
export interface Heard {
  /** HDLC frames that ended with a good check sequence, V.21 and fast, in their order. */
  readonly frames: readonly Uint8Array[];
  /** Bit streams (TCF, pages without ECM), one for each carrier. */
  readonly streams: readonly Uint8Array[];
}

/** Puts the packets of one direction together. Throws where one is malformed or unknown. */
export function heardIn(packets: readonly Uint8Array[], version: IfpVersion): Heard {
  const frames: Uint8Array[] = [];
  const streams: Uint8Array[] = [];
  let open: number[] = [];
  for (const octets of packets) {
    const ifp = decodeIfp(octets, version)?.ifp;
    if (ifp === undefined || ifp.kind === 'unknown')
      throw new Error(`no packet: ${Buffer.from(octets).toString('hex')}`);
    for (const { type, data } of fieldsOf(ifp)) {
      if (data !== null) open.push(...data);
      switch (type) {
        case 'hdlc-fcs-ok':
        case 'hdlc-fcs-ok-sig-end':
          if (open.length > 0) frames.push(Uint8Array.from(open));
          open = [];
          break;
        case 't4-non-ecm-sig-end':
          if (open.length > 0) streams.push(Uint8Array.from(open));
          open = [];
          break;
        case 'hdlc-data':
        case 't4-non-ecm-data':
          break;
        default:
          open = [];
      }
    }
  }
  return { frames, streams };
}

function fieldsOf(ifp: Ifp) {
  return ifp.kind === 'data' ? ifp.fields : [];
}
