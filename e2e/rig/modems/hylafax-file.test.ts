import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readFaxTiff, tiffTagString } from '../../../app/image/fax-tiff.ts';
import { openTiff } from '../../../app/image/tiff-reader.ts';
import { fileReader } from '../../../app/image/tiff-source.ts';
import { Hylafax, hasHylafax, hylafaxNeeds } from '../hylafax.ts';
import { ModemPair } from '../modem-pair.ts';
import { writeDocument } from '../rig-documents.ts';
import { buildRigProgram } from '../rig-programs.ts';

const program = await buildRigProgram('modempair');
const runs = program !== null && (await hasHylafax());

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-hylafax-file-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

it.skipIf(!runs)(
  runs ? 'FaxTiff reads a fax that HylaFAX received' : `not run: FaxTiff on HylaFAX’s file, needs ${hylafaxNeeds}`,
  async () => {
    const ttys = `/dev/fax-file-${process.pid}`;
    await mkdir(ttys);
    const pair = await ModemPair.start(program ?? '', { speed: 'turbo', folder: ttys, options: ['-o', 'uucp'] });
    const modems = [0, 1].map((modem) => ({ tty: pair.tty(modem), number: pair.number(modem) }));
    const rig = await Hylafax.start(4571, modems).catch(async (error: unknown) => {
      await pair.stop();
      throw error;
    });
    try {
      const document = join(folder, 'a.tif');
      await writeDocument(document, { pages: 2, resolution: 'fine', coding: 'mmr' });
      const began = Date.now();
      const end = await rig.send(pair.number(1), document, ['-m'], 90);
      const [path] = await rig.received();
      expect(path, `${end}\n${await rig.lastLog()}`).toBeDefined();
      const file = await open(path ?? '');
      try {
        const reader = await fileReader(file);
        const { pages, model } = await readFaxTiff(reader);
        expect(pages.map(({ width, xDpi }) => [width, xDpi])).toEqual([
          [1728, 204],
          [1728, 204],
        ]);
        const tags = await openTiff(reader);
        expect(await tiffTagString(tags, 305)).toMatch(/^HylaFAX/);
        // What the other machine and the line said of the sender, and the reception's beginning, in this machine's time.
        expect(model.tsid).toMatch(/^HYLA/);
        expect(model.callerId).toBe(pair.number(0));
        expect(model.csid).toBe('Unavailable');
        const received = Date.parse(model.receiveTimeUtc ?? '');
        expect(received).toBeGreaterThanOrEqual(began - 60_000);
        expect(received).toBeLessThanOrEqual(Date.now() + 1000);
      } finally {
        await file.close();
      }
    } finally {
      await rig.stop();
      await pair.stop();
      await rm(ttys, { recursive: true, force: true });
    }
  },
  120_000,
);
