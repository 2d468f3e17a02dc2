import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { needs, type PeerTest } from '../../peers/programs.ts';
import { differenceOf } from '../compare-pages.ts';
import { efaxAnswers, efaxPages, efaxSends } from '../efax.ts';
import { Hylafax, hasHylafax, hylafaxNeeds } from '../hylafax.ts';
import { readPages, writeDocument } from '../rig-documents.ts';
import { Class2Modems } from './class2-modems.ts';

/**
 * What others think of the software modem: efax and HylaFAX at both ends, our driver at neither. efax dies of a page
 * that takes less than a second: its modems take data at the pace of a fast serial line.
 */

const withEfax = needs(['efax', 'gcc'], 'efax gcc');
const hylafax = await hasHylafax();
const withHylafax: PeerTest = hylafax ? needs('gcc', 'gcc') : needs('no-hylafax', hylafaxNeeds);

const efaxRate = ['--rate', '20000'];
const efaxReady = 2_500;
/** efax puts its header line's room above the page. */
const headerRows = 48;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-class2-judged-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function documentOf(pages: number): Promise<readonly string[]> {
  const files: string[] = [];
  for (let n = 1; n <= pages; n++) {
    const file = join(folder, `page${n}.tif`);
    await writeDocument(file, { pages: 1, resolution: 'fine', coding: 'mh', firstNumber: n });
    files.push(file);
  }
  return files;
}

async function bitmapsOf(files: readonly string[]) {
  return (await Promise.all(files.map(readPages))).flat();
}

/** Files received, once the first holds so many pages; what there is after so many seconds. */
async function arrivedWithin(server: Hylafax, pages: number, seconds: number): Promise<readonly string[]> {
  for (let tries = 0; tries < seconds * 5; tries++) {
    const files = await server.received();
    const [first] = files;
    // A file that is being written cannot be read yet.
    const count =
      first === undefined
        ? 0
        : await readPages(first).then(
            ({ length }) => length,
            () => 0,
          );
    if (count === pages) return files;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return server.received();
}

describe('efax through the software modem', () => {
  for (const [name, option] of [
    ['Class 2', '2'],
    ['Class 2.0', '0'],
  ] as const)
    withEfax(`sends two pages to efax in ${name}, equal pel by pel`, async () => {
      const modems = await Class2Modems.start(efaxRate);
      try {
        const files = await documentOf(2);
        const end = { capabilities: '1,5,0,2,0,0,0,0', seconds: 60, class: option };
        const answerer = efaxAnswers({ ...end, tty: modems.tty(1), ident: '+1 555 0101' }, folder);
        await new Promise((resolve) => setTimeout(resolve, efaxReady));
        const caller = efaxSends({ ...end, tty: modems.tty(0), ident: '+1 555 0100' }, '5550101', files, folder);
        const [sent, received] = [await caller.ended, await answerer.ended];
        expect([sent.code, received.code], sent.log + received.log + modems.log).toEqual([0, 0]);
        const difference = differenceOf(await bitmapsOf(files), await bitmapsOf(await efaxPages(folder)), {
          header: headerRows,
          shift: 60,
        });
        expect(difference).toBeNull();
      } finally {
        await modems.stop();
      }
    });
});

describe('HylaFAX through the software modem', () => {
  for (const type of ['Class2', 'Class2.0', 'Class2.1'])
    withHylafax(`sends three pages from sendfax to faxgetty as ${type}, equal pel by pel`, async () => {
      // HylaFAX opens what lies below /dev alone, as the user uucp. It sends by any free modem, also by the called one.
      const modems = await Class2Modems.start(['--hunt'], '/dev');
      await chmod(modems.folder, 0o755);
      const config = {
        ModemType: type,
        ModemResetCmds: 'ATE0',
        Class1AdaptRecvCmd: '""',
      };
      const server = await Hylafax.start(4600 + (process.pid % 300), [
        { tty: modems.tty(0), number: '5550100', config },
        { tty: modems.tty(1), number: '5550101', config },
      ]);
      try {
        const file = join(folder, 'sent.tif');
        await writeDocument(file, { pages: 3, resolution: 'fine', coding: 'mh' });
        const done = await server.send('5550101', file, ['-m'], 60);
        const received = await arrivedWithin(server, 3, 10);
        const report = `${done}\n${await server.lastLog()}\n${modems.log}`;
        expect(received.length, report).toBe(1);
        expect(differenceOf(await readPages(file), await bitmapsOf(received)), report).toBeNull();
      } finally {
        await server.stop();
        await modems.stop();
      }
    });
});
