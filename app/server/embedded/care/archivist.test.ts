import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaxError } from '../../../model/errors.ts';
import { SimulatedOffice } from '../simulation/simulated-office.ts';

const MINUTE = 60_000;
let office: SimulatedOffice;
let sent: string;
let received: string;

beforeEach(async () => {
  office = new SimulatedOffice();
  sent = join(office.dataDir, 'archive', 'sent');
  received = join(office.dataDir, 'archive', 'received');
  await office.start();
});
afterEach(() => office.remove());

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort()
    : [];

const endings = (folder: string): string[] => filesIn(folder).map((name) => name.slice(name.lastIndexOf(')')));

describe('the archive', () => {
  it('files what was sent with its proof and transcript, and what came with its transcript', async () => {
    await office.submit('5550101', '3-letter.pdf', { recipients: [{ number: '5550101', name: 'Front desk' }] });
    await office.untilState(2, 'received');
    await office.time.pass(1000);
    const name = '2026-03-10 10.00 to 5550101 Front desk (1)';
    expect(filesIn(sent)).toEqual([`${name}.json`, `${name}.pdf`, `${name}.tif`]);
    expect(endings(received)).toEqual([').json', ').tif']);
    const file = office.job(1).archived ?? '';
    expect(file).toBe(join(sent, '2026', '03', `${name}.tif`));
    expect(readFileSync(file, 'utf8')).toContain('3-letter.pdf 3');
    const { fax, attempts } = JSON.parse(readFileSync(file.replace('.tif', '.json'), 'utf8'));
    expect(fax).toMatchObject({ id: 1, state: 'delivered', number: '5550101', pages: 3 });
    expect(attempts).toHaveLength(1);
    expect(office.snapshot.messages[0]?.archived).toContain(received);
  });

  it('files nothing that was not sent, and nothing while it is switched off', async () => {
    await office.submit('5550994', '1-letter.pdf');
    await office.ask('settings.set', {
      values: { retries: 0, archiveOutboundFaxes: false, archiveInboundFaxes: false },
    });
    await office.untilState(1, 'failed');
    const [second] = await office.submit('5550101', '1-other.pdf');
    await office.untilState(second?.id ?? 0, 'delivered');
    await office.time.pass(MINUTE);
    expect(filesIn(join(office.dataDir, 'archive'))).toEqual([]);
  });

  it('that cannot be written says so, holds nothing up, and goes on when it can be', async () => {
    mkdirSync(join(office.dataDir, 'archive'));
    writeFileSync(sent, 'a file in its place');
    await office.submit('5550101');
    await office.untilState(2, 'received');
    await office.time.pass(1000);
    expect(office.snapshot.server.warnings.map(({ code }) => code)).toEqual(['archive-failing']);
    expect(filesIn(received)).toHaveLength(2);
    expect(office.job(1)).toMatchObject({ state: 'delivered', archived: null });
    rmSync(sent);
    await office.time.pass(2 * MINUTE);
    expect(filesIn(sent)).toHaveLength(3);
    expect(office.snapshot.server.warnings).toEqual([]);
  });

  it('leaves what is filed where it is when the folder changes', async () => {
    await office.submit('5550101');
    await office.untilState(2, 'received');
    await office.time.pass(1000);
    await office.ask('settings.set', { values: { archiveDirectory: 'elsewhere//' } });
    expect(office.snapshot.settings.find(({ name }) => name === 'archiveDirectory')?.value).toBe('elsewhere');
    const [next] = await office.submit('5550101', '1-other.pdf');
    await office.untilState(next?.id ?? 0, 'delivered');
    await office.time.pass(1000);
    expect(filesIn(sent)).toHaveLength(3);
    expect(filesIn(join(office.dataDir, 'elsewhere'))).toHaveLength(3);
  });

  it('never writes over a file of another office', async () => {
    const folder = join(sent, '2026', '03');
    mkdirSync(folder, { recursive: true });
    const name = '2026-03-10 10.00 to 5550101 (1)';
    writeFileSync(join(folder, `${name}.tif`), 'not ours');
    writeFileSync(join(folder, `${name} 2.json`), JSON.stringify({ fax: { key: 'another fax' } }));
    await office.submit('5550101');
    await office.untilState(1, 'delivered');
    await office.time.pass(1000);
    expect(readFileSync(join(folder, `${name}.tif`), 'utf8')).toBe('not ours');
    expect(office.job(1).archived).toBe(join(folder, `${name} 3.tif`));
  });

  it('files a fax whose proof cannot be drawn without it', async () => {
    office.works.writeProof = async () => {
      throw new Error('a defect');
    };
    await office.submit('5550101');
    await office.untilState(1, 'delivered');
    await office.time.pass(1000);
    expect(endings(sent)).toEqual([').json', ').tif']);
  });
});

describe.each(['archive.begun', 'archive.files-written', 'archive.files-named', 'archive.record-written'] as const)(
  'a kill at %s',
  (step) => {
    it('files each fax once, whole', async () => {
      let left = 1;
      office.onStep = (name) => {
        if (name !== step || left === 0) return;
        left -= 1;
        office.cutPower();
      };
      await office.submit('5550101', '2-letter.pdf');
      await office.time.until(() => !office.powered, 3_600_000);
      expect(left).toBe(0);
      await office.start();
      await office.time.pass(MINUTE);
      expect(office.job(1).state).toBe('delivered');
      expect(endings(sent)).toEqual([').json', ').pdf', ').tif']);
      expect(endings(received)).toEqual([').json', ').tif']);
      expect(existsSync(office.job(1).archived ?? '')).toBe(true);
    });
  },
);

describe('a fax that a kill caught between its files and its record', () => {
  let draw: SimulatedOffice['works']['writeProof'];

  beforeEach(async () => {
    draw = office.works.writeProof;
    office.onStep = (name) => name === 'archive.files-named' && office.powered && office.cutPower();
    await office.ask('settings.set', { values: { archiveInboundFaxes: false } });
    await office.submit('5550101');
    await office.time.until(() => !office.powered, 3_600_000);
    office.onStep = () => undefined;
    office.works.writeProof = async () => {
      throw new FaxError('DISK_FULL');
    };
    await office.start();
    await office.time.pass(1000);
    expect(endings(sent)).toContain(').tif');
    expect(office.job(1)).toMatchObject({ state: 'delivered', archived: null });
  });

  it('is erased with all its files though it is not filed yet', async () => {
    expect(filesIn(sent).some((name) => name.endsWith('.part'))).toBe(true);
    await office.ask('erase', { id: 1 });
    expect(filesIn(sent)).toEqual([]);
  });

  it('is filed in one folder when the settings name another meanwhile', async () => {
    await office.ask('settings.set', { values: { archiveDirectory: 'elsewhere' } });
    office.works.writeProof = draw;
    await office.time.pass(2 * MINUTE);
    expect(endings(join(office.dataDir, 'elsewhere'))).toEqual([').json', ').pdf', ').tif']);
    expect(filesIn(sent)).toEqual([]);
    expect(office.job(1).archived).toContain('elsewhere');
  });

  it('is erased without what another office has filed under its name meanwhile', async () => {
    for (const name of filesIn(sent).filter((each) => each.endsWith('.json')))
      writeFileSync(join(sent, '2026', '03', name), JSON.stringify({ fax: { key: 'another fax' } }));
    await office.ask('erase', { id: 1 });
    expect(endings(sent)).toEqual([').json', ').pdf', ').tif']);
  });
});

describe('settings of the archive', () => {
  const set = (values: Record<string, string | number | boolean>) => office.ask('settings.set', { values });

  it('are refused with the model’s errors', async () => {
    await expect(set({ archiveDirectory: '' })).rejects.toMatchObject({ code: 'ARCHIVE_FOLDER_MISSING' });
    for (const folder of ['..', '../other', 'archive/../..'])
      await expect(set({ archiveDirectory: folder })).rejects.toMatchObject({ code: 'SETTING_INVALID' });
    await expect(set({ archiveDirectory: 'x'.repeat(181) })).rejects.toMatchObject({ code: 'SETTING_TOO_LONG' });
    for (const folder of ['documents', 'inbox', 'inbox/below', '.', 'archive/received/', 'documents/../documents'])
      await expect(set({ archiveDirectory: folder })).rejects.toMatchObject({
        code: 'ARCHIVE_FOLDER_IN_USE',
        modelName: 'FAX_E_DIRECTORY_IN_USE',
      });
    for (const folder of ['/dev/null/archive', join(office.dataDir, '..', 'not-there-at-all')])
      await expect(set({ archiveDirectory: folder })).rejects.toMatchObject({ code: 'ARCHIVE_FOLDER_UNUSABLE' });
    await expect(set({ highQuotaWaterMark: 1, lowQuotaWaterMark: 2 })).rejects.toMatchObject({
      code: 'SETTING_INVALID',
    });
  });

  it('are not looked at while they are of no use, and may be given together', async () => {
    await set({ archiveOutboundFaxes: false, archiveDirectory: '' });
    await expect(set({ archiveOutboundFaxes: true })).rejects.toMatchObject({ code: 'ARCHIVE_FOLDER_MISSING' });
    await set({ archiveOutboundFaxes: true, archiveDirectory: 'out' });
  });
});
