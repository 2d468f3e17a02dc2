import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasProgram } from '../../peers/programs.ts';
import { differenceOf } from '../compare-pages.ts';
import { type EfaxOptions, efaxAnswers, efaxPages, efaxSends } from '../efax.ts';
import { Hylafax, hasHylafax, hylafaxNeeds } from '../hylafax.ts';
import { ModemPair } from '../modem-pair.ts';
import { readPages, writeDocument } from '../rig-documents.ts';
import { buildRigProgram, neededBy } from '../rig-programs.ts';

const program = await buildRigProgram('modempair');
const efax = program !== null && hasProgram('efax');
const hylafax = program !== null && (await hasHylafax());

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-peers-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the peers with each other, so that a failing call is ours', () => {
  it.skipIf(!efax)(
    efax ? 'efax sends two pages to efax' : `not run: efax to efax, needs efax ${neededBy('modempair')}`,
    async () => {
      const pair = await ModemPair.start(program ?? '', { speed: 20 });
      try {
        const pages = [join(folder, 'a.tif'), join(folder, 'b.tif')];
        for (const page of pages) await writeDocument(page, { pages: 1, resolution: 'fine', coding: 'mh' });
        const end = (modem: number): EfaxOptions => ({
          tty: pair.tty(modem),
          ident: `+1 555 010${modem}`,
          capabilities: '1,5,0,2,0,0,0,0',
          seconds: 90,
        });
        await mkdir(join(folder, 'rx'));
        const answering = efaxAnswers(end(1), join(folder, 'rx'));
        await new Promise((resolve) => setTimeout(resolve, 3_000));
        const sent = await efaxSends(end(0), pair.number(1), pages, folder).ended;
        const received = await answering.ended;
        expect([sent.code, received.code], sent.log + received.log).toEqual([0, 0]);
        const arrived = (await Promise.all((await efaxPages(join(folder, 'rx'))).map(readPages))).flat();
        const wanted = (await Promise.all(pages.map(readPages))).flat();
        expect(differenceOf(wanted, arrived, { shift: 60, header: 40 })).toBeNull();
      } finally {
        await pair.stop();
      }
    },
    120_000,
  );

  it.skipIf(!hylafax)(
    hylafax ? 'HylaFAX sends two pages to HylaFAX' : `not run: HylaFAX to HylaFAX, needs ${hylafaxNeeds}`,
    async () => {
      const ttys = `/dev/fax-peers-${process.pid}`;
      await mkdir(ttys);
      const pair = await ModemPair.start(program ?? '', { speed: 'turbo', folder: ttys, options: ['-o', 'uucp'] });
      const modems = [0, 1].map((modem) => ({ tty: pair.tty(modem), number: pair.number(modem) }));
      const rig = await Hylafax.start(4570, modems).catch(async (error: unknown) => {
        await pair.stop();
        throw error;
      });
      try {
        const document = join(folder, 'a.tif');
        await writeDocument(document, { pages: 2, resolution: 'fine', coding: 'mmr' });
        const end = await rig.send(pair.number(1), document, ['-m'], 90);
        const [file] = await rig.received();
        expect(file, `${end}\n${await rig.lastLog()}`).toBeDefined();
        expect(differenceOf(await readPages(document), await readPages(file ?? ''), { shift: 40 })).toBeNull();
      } finally {
        await rig.stop();
        await pair.stop();
        await rm(ttys, { recursive: true, force: true });
      }
    },
    120_000,
  );
});
