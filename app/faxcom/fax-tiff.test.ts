import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faxTag } from '../image/tiff-tags.ts';
import { FaxTiff } from './fax-tiff.ts';
import { refusal } from './scripted-office.testing.ts';
import { faxTiffFile } from './tiff-file.testing.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-tiff-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: Uint8Array | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** A fax received at 22:15 in Berlin on 2 October 1998, with what our own files hold. */
const whole = faxTiffFile({
  [faxTag.csid]: '5550101',
  [faxTag.tsid]: '5550100',
  [faxTag.callerId]: '5550177',
  [faxTag.receiveTime]: '1998-10-02T20:15:00.000Z',
  [faxTag.recipientName]: 'Purchasing',
  [faxTag.recipientNumber]: '5550101',
  [faxTag.senderName]: 'Sales',
  [faxTag.routing]: '42',
  269: 'Offer',
});

describe('FaxTiff', () => {
  it('reads what a file tells, in the given zone', async () => {
    const tiff = new FaxTiff({ timeZone: 'Europe/Berlin' });
    await tiff.setImage(await file('whole.tif', whole));
    expect(await tiff.receiveTime()).toBe('10/02/98@10:15PM');
    const raw = await tiff.rawReceiveTime();
    expect(raw?.date.toISOString()).toBe('1998-10-02T20:15:00.000Z');
    expect(raw?.ticks).toBe(125518329000000000n);
    const names = [await tiff.recipientName(), await tiff.recipientNumber(), await tiff.senderName()];
    expect(names).toEqual(['Purchasing', '5550101', 'Sales']);
    expect([await tiff.csid(), await tiff.tsid(), await tiff.callerId(), await tiff.routing()]).toEqual([
      '5550101',
      '5550100',
      '5550177',
      '42',
    ]);
  });

  it('writes the time as another locale does', async () => {
    const tiff = new FaxTiff({ timeZone: 'Europe/Berlin', locale: 'de-DE' });
    await tiff.setImage(await file('german.tif', whole));
    expect(await tiff.receiveTime()).toBe('02.10.98@22:15');
  });

  it('reads any tag, in either byte order; numbers as a list', async () => {
    const tiff = new FaxTiff();
    await tiff.setImage(await file('big-endian.tif', faxTiffFile({ 269: 'Offer', 40123: 'Ours' }, 'MM')));
    expect([await tiff.tiffTagString(269), await tiff.tiffTagString(40123), await tiff.tiffTagString(256)]).toEqual([
      'Offer',
      'Ours',
      '1728',
    ]);
    expect(await tiff.tiffTagString(270)).toBe('Unavailable');
    for (const tag of [0, 65_536, -1, 1.5, Number.NaN])
      expect(await refusal(tiff.tiffTagString(tag))).toMatchObject({ modelName: 'ERROR_INVALID_PARAMETER' });
  });

  it.each([
    ['Unavailable', new FaxTiff()],
    ['', new FaxTiff({ missingValue: '' })],
    ['?', new FaxTiff({ missingValue: '?' })],
  ])('what is missing is “%s”, and a missing time is empty', async (missing, tiff) => {
    await tiff.setImage(await file('bare.tif', faxTiffFile({})));
    expect([await tiff.csid(), await tiff.senderName(), await tiff.tiffTagString(269)]).toEqual([
      missing,
      missing,
      missing,
    ]);
    expect([await tiff.receiveTime(), await tiff.rawReceiveTime()]).toEqual(['', null]);
  });

  it('refuses what cannot be read, and keeps the file before', async () => {
    const tiff = new FaxTiff();
    expect(await refusal(tiff.image())).toMatchObject({ modelName: 'ERROR_INVALID_PARAMETER' });
    const good = await file('good.tif', whole);
    await tiff.setImage(good);
    const wrong: readonly [string, string][] = [
      [join(folder, 'none.tif'), 'ERROR_FILE_NOT_FOUND'],
      [await file('empty.tif', ''), 'ERROR_INVALID_DATA'],
      [await file('text.tif', 'This is no TIFF at all.'), 'ERROR_INVALID_PARAMETER'],
      [await file('cut.tif', whole.subarray(0, 60)), 'ERROR_INVALID_PARAMETER'],
      [folder, 'FAX_E_FILE_ACCESS_DENIED'],
      ['', 'ERROR_INVALID_PARAMETER'],
    ];
    for (const [path, modelName] of wrong)
      expect(await refusal(tiff.setImage(path)), path).toMatchObject({ modelName });
    expect([await tiff.image(), await tiff.csid()]).toEqual([good, '5550101']);
  });
});
