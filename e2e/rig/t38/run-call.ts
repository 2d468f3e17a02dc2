import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differenceOf } from '../compare-pages.ts';
import { type OurEnd, startFax, transcriptOf } from '../our-end.ts';
import { readPages, writeDocument } from '../rig-documents.ts';
import type { T38Call } from './calls.ts';
import { hasDamage, ourOptions, peerOptions } from './options.ts';
import { freePorts, type PeerEnd, peerTail, startPeer } from './t38-peer.ts';

/** How a call came out. */
export interface CallReport {
  readonly ok: boolean;
  /** Why not, with what both ends said; or a few facts. */
  readonly words: string;
}

/** Both ends of a call that is over, and where the pages are. */
export interface CallEnds {
  readonly ours: OurEnd;
  readonly peer: PeerEnd;
  readonly sent: string;
  readonly received: string;
}

/** The number that we call: any does, there is no signalling. */
const NUMBER = '5550101';
/** What the called end says of itself. */
const IDENT = '+1 555 0101';

/** Longest that a call may take here, seconds: the line time at the slowest rate, and the machine's own. */
const limit = ({ pages }: T38Call): number => 60 + pages * 20;

/** Makes one call of the list and judges it. */
export async function runCall(program: string, call: T38Call, seed: number): Promise<CallReport> {
  const folder = await mkdtemp(join(tmpdir(), 'fax-rig-t38-'));
  try {
    return await judge(call, await makeCall(program, call, seed, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts both ends on free ports, the called one first, and waits for both. */
export async function makeCall(program: string, call: T38Call, seed: number, folder: string): Promise<CallEnds> {
  const sent = join(folder, 'sent.tif');
  const received = join(folder, 'received.tif');
  await writeDocument(sent, { pages: call.pages, resolution: call.resolution, coding: 'mmr' });
  const [ourPort = 0, peerPort = 0] = await freePorts(2);
  const line = [`t38:127.0.0.1:${peerPort}`, '--bind', `127.0.0.1:${ourPort}`, '--ident', IDENT];
  const peerPlace = ['--bind', `127.0.0.1:${peerPort}`, ...(call.weCall ? [] : ['--peer', `127.0.0.1:${ourPort}`])];
  const peerFiles = call.document === 'sends' ? ['--recv', received] : ['--send', sent];
  const startTheirs = () =>
    startPeer(program, [...peerPlace, ...peerOptions(call, seed), ...peerFiles, '--ident', IDENT], limit(call));
  const startOurs = () => startFax([...ourFiles(call, sent, received, line), ...ourOptions(call, seed)], limit(call));
  if (call.weCall) {
    const theirs = startTheirs();
    await theirs.ready;
    const ours = await startOurs().ended;
    // It waits for the far end's last word, which may be lost: its own time is short.
    return { ours, peer: await theirs.ended, sent, received };
  }
  const ours = startOurs();
  await ours.ready;
  const peer = await startTheirs().ended;
  return { ours: await ours.ended, peer, sent, received };
}

function ourFiles(call: T38Call, sent: string, received: string, line: readonly string[]): readonly string[] {
  const sends = call.document === 'sends';
  if (!call.weCall) return ['answer', ...line, ...(sends ? ['--polled', sent] : ['--out', received])];
  return ['call', ...line, '--to', NUMBER, ...(sends ? ['--send', sent] : ['--poll', '--out', received])];
}

async function judge(call: T38Call, { ours, peer, sent, received }: CallEnds): Promise<CallReport> {
  const report = (words: string): CallReport => ({
    ok: false,
    words: [words, '-- ours', transcriptOf(ours), '-- t38peer', peerTail(peer)].join('\n'),
  });
  if (ours.end === null) return report(`exit ${ours.exit}, and no end was told`);
  if (peer.result === null) return report('t38peer did not end');
  const words = `${ours.end.outcome} ${ours.end.code}`;
  if (call.wrongPassword)
    return ours.exit === 1 && ours.end.outcome === 'password' && ours.end.pages === 0
      ? { ok: true, words }
      : report(`exit ${ours.exit}, ${words}`);
  if (ours.exit !== 0) return report(`exit ${ours.exit}, ${words}`);
  // Where datagrams are lost its last word from us may be: then the pages say who is right.
  if (!peer.result.ok && !hasDamage(call.damage)) return report(`t38peer: ${peer.result.text}`);
  const wrong = wrongTerms(call, ours, peer);
  if (wrong !== null) return report(wrong);
  const difference = differenceOf(await readPages(sent), await readPages(received));
  if (difference !== null) return report(difference);
  return { ok: true, words: `${ours.end.rate} bit/s, ${(ours.end.t / 1000).toFixed(1)} s of line time` };
}

/** What was agreed and should not have been, or null. */
function wrongTerms(call: T38Call, ours: OurEnd, { result }: PeerEnd): string | null {
  const end = ours.end;
  if (end === null || result === null) return 'no end was told';
  if (end.ecm !== call.ecm) return `ECM was ${end.ecm}`;
  if (end.coding !== call.coding) return `the coding was ${String(end.coding)}`;
  if (end.rate !== result.rate) return `we say ${end.rate} bit/s and t38peer ${result.rate}`;
  if (end.pages !== call.pages) return `we say ${end.pages} pages of ${call.pages}`;
  if (call.weCall && result.farSub !== (call.sub ?? '')) return `t38peer read the sub-address as ${result.farSub}`;
  if (!call.weCall && call.sub !== null && end.subAddress !== call.sub)
    return `we read the sub-address as ${String(end.subAddress)}`;
  const theirs = call.polling ? result.farPwd : result.farSid;
  if (call.weCall && theirs !== (call.password ?? '')) return `t38peer read the password as ${theirs}`;
  return null;
}
