import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { differenceOf } from '../compare-pages.ts';
import { readPages, writeDocument } from '../rig-documents.ts';
import { buildRigProgram, neededBy } from '../rig-programs.ts';
import { freePorts, peerTail, startPeer } from './t38-peer.ts';

const program = await buildRigProgram('t38peer');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-peers-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('t38peer with itself, so that a failing call is ours', () => {
  it.skipIf(program === null).each([
    ['redundancy', ['--ec', 'red', '--depth', '3', '--drop', '0.05', '--seed', '3']],
    ['parity', ['--ec', 'fec', '--span', '3', '--depth', '3', '--drop', '0.02', '--burst', '3', '--seed', '4']],
  ])(
    program === null ? `not run: t38peer to t38peer by %s, needs ${neededBy('t38peer')}` : 'sends two pages by %s',
    async (_, recovery) => {
      const sent = join(folder, 'sent.tif');
      const received = join(folder, 'received.tif');
      await writeDocument(sent, { pages: 2, resolution: 'standard', coding: 'mmr' });
      const [callerPort = 0, answererPort = 0] = await freePorts(2);
      const common = ['--speed', '10', '--timeout', '300', ...recovery];
      const answering = startPeer(
        program ?? '',
        ['--bind', `127.0.0.1:${answererPort}`, '--answer', '--learn', '--recv', received, ...common],
        60,
      );
      expect(await answering.ready).toBe(answererPort);
      const place = ['--bind', `127.0.0.1:${callerPort}`, '--peer', `127.0.0.1:${answererPort}`];
      const caller = await startPeer(program ?? '', [...place, '--call', '--send', sent, ...common], 60).ended;
      const answerer = await answering.ended;
      expect(caller.result, peerTail(caller)).toMatchObject({ ok: true, pagesTx: 2 });
      expect(answerer.result, peerTail(answerer)).toMatchObject({ ok: true, pagesRx: 2 });
      expect(differenceOf(await readPages(sent), await readPages(received))).toBeNull();
    },
    90_000,
  );
});
