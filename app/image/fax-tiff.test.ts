import { describe, expect, it } from 'vitest';
import { bitmapOfRuns } from './drawn-bitmaps.ts';
import { fileTime, readFaxTiff, readFaxTiffModel, tiffTagString } from './fax-tiff.ts';
import { encodePage } from './page-coder.ts';
import { handMadeTiff, MemoryFile } from './tiff-in-memory.ts';
import { openTiff } from './tiff-reader.ts';
import { memoryReader } from './tiff-source.ts';
import { faxTag, tiffTag } from './tiff-tags.ts';
import { createTiffAppender } from './tiff-writer.ts';

const page = bitmapOfRuns(1728, [[10, 5], []]);
const receiveTime = new Date('1998-10-02T10:15:00Z');

async function faxFile(): Promise<Uint8Array> {
  const file = new MemoryFile();
  const appender = await createTiffAppender(file, { facts: { csid: '5550101', receiveTime } });
  await appender.append({ bitmap: page });
  await appender.finish({ tsid: '5550100', callerId: '5550100', senderName: 'Größe', routing: '42' });
  return file.octets;
}

describe('a fax of ours', () => {
  it('tells what FaxTiff reads, as the command prints it', async () => {
    const report = await readFaxTiff(memoryReader(await faxFile()), { timeZone: 'UTC' });
    expect(report).toEqual({
      pages: [{ width: 1728, rows: 2, xDpi: 204, yDpi: 196, compression: 'mmr', badLines: 0 }],
      model: {
        callerId: '5550100',
        csid: '5550101',
        tsid: '5550100',
        recipientName: 'Unavailable',
        recipientNumber: '5550101',
        senderName: 'Größe',
        routing: '42',
        receiveTime: '10/02/98@10:15AM',
        receiveTimeUtc: '1998-10-02T10:15:00.000Z',
        rawReceiveTime: fileTime(receiveTime).toString(),
      },
    });
  });

  it('gives any tag as text', async () => {
    const file = await openTiff(memoryReader(await faxFile()));
    expect(await tiffTagString(file, tiffTag.software)).toBe('Fax Console');
    expect(await tiffTagString(file, tiffTag.imageWidth)).toBe('1728');
    expect(await tiffTagString(file, faxTag.tsid)).toBe('5550100');
    expect(await tiffTagString(file, 40001)).toBe('Unavailable');
    expect(await tiffTagString(file, 40001, '')).toBe('');
  });
});

describe('a fax of others', () => {
  const base = [
    { tag: 256, type: 3, values: [1728] },
    { tag: 257, type: 3, values: [2] },
    { tag: 259, type: 3, values: [4] },
  ] as const;

  it('made by HylaFAX tells sender and time', async () => {
    const octets = handMadeTiff(false, [
      {
        fields: [
          ...base,
          { tag: 270, type: 2, values: '5550100' },
          { tag: 305, type: 2, values: 'HylaFAX (tm) Version 6.0.7' },
          { tag: 306, type: 2, values: '2026:11:22 18:00:00' },
          { tag: 34909, type: 2, values: '42' },
        ],
        strips: [encodePage(page, 'mmr')],
      },
    ]);
    const model = await readFaxTiffModel(await openTiff(memoryReader(octets)), { timeZone: 'UTC', placeholder: '-' });
    expect(model).toMatchObject({ tsid: '5550100', csid: '-', routing: '42', receiveTime: '11/22/26@06:00PM' });
  });

  it('made by HylaFAX tells the caller below the sender, and its time is local', async () => {
    const octets = handMadeTiff(true, [
      {
        fields: [
          ...base,
          { tag: 270, type: 2, values: 'HYLA 0100\n5550100\nFront desk' },
          { tag: 305, type: 2, values: 'HylaFAX (tm) Version 6.0.7' },
          { tag: 306, type: 2, values: '2026:07:22 18:00:00' },
        ],
        strips: [encodePage(page, 'mmr')],
      },
    ]);
    const file = await openTiff(memoryReader(octets));
    expect(await readFaxTiffModel(file, { timeZone: 'America/New_York' })).toMatchObject({
      tsid: 'HYLA 0100',
      callerId: '5550100 Front desk',
      receiveTime: '07/22/26@06:00PM',
      receiveTimeUtc: '2026-07-22T22:00:00.000Z',
    });
    expect(await readFaxTiffModel(file, { timeZone: 'Asia/Kolkata' })).toMatchObject({
      receiveTimeUtc: '2026-07-22T12:30:00.000Z',
    });
  });

  it('with nothing to tell has placeholders, and no time', async () => {
    const octets = handMadeTiff(true, [{ fields: base, strips: [encodePage(page, 'mmr')] }]);
    const model = await readFaxTiffModel(await openTiff(memoryReader(octets)));
    expect(model).toMatchObject({ callerId: 'Unavailable', receiveTime: '', rawReceiveTime: null });
  });
});

it('a FILETIME counts 100 ns from 1601', () => {
  expect(fileTime(new Date('1601-01-01T00:00:00Z'))).toBe(0n);
  expect(fileTime(new Date('1970-01-01T00:00:00Z'))).toBe(116_444_736_000_000_000n);
});
