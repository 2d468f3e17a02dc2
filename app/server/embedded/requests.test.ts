import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestInput } from '../../contract/requests.ts';
import { snapshotSchema } from '../../contract/snapshot.ts';
import { SimulatedOffice } from './simulation/simulated-office.ts';

let office: SimulatedOffice;

beforeEach(async () => {
  office = new SimulatedOffice();
  await office.start();
});

afterEach(() => office.remove());

const documents = (): string[] => readdirSync(join(office.dataDir, 'documents'));
const files = (...names: string[]): RequestInput<'submit'>['document'] => ({
  kind: 'files',
  files: names.map((name) => `/letters/${name}`),
  options: {},
});

describe('submit', () => {
  it('stores one document for all recipients, in their order', async () => {
    const jobs = await office.submit(['5550101', '5550970', '+555-0999'], '2-letter.pdf');
    expect(jobs.map(({ id, number }) => [id, number])).toEqual([
      [1, '5550101'],
      [2, '5550970'],
      [3, '+5550999'],
    ]);
    expect(documents()).toEqual(['document-1.tif']);
  });

  it('with the same key is the same jobs: while it runs, afterwards, and after a restart', async () => {
    const input = { document: files('1-a.pdf'), recipients: [{ number: '5550101' }], key: 'the-same-key' };
    const both = await office.time.during(Promise.all([office.begin('submit', input), office.begin('submit', input)]));
    const later = await office.ask('submit', input);
    await office.stop();
    await office.start();
    const afterwards = await office.ask('submit', input);
    for (const { jobs } of [...both, later, afterwards]) expect(jobs.map(({ id }) => id)).toEqual([1]);
    await office.untilState(1, 'delivered');
    expect(office.jobs.filter(({ direction }) => direction === 'out')).toHaveLength(1);
    expect(documents()).toHaveLength(1);
  });

  it.each<[string, Partial<RequestInput<'submit'>>]>([
    ['NUMBER_INVALID', { recipients: [{ number: '5550101' }, { number: 'call me' }] }],
    ['NUMBER_NOT_PRACTICE', { recipients: [{ number: '5550101' }, { number: '5551234' }] }],
    ['PORT_NOT_FOUND', { port: 'Practice 9' }],
    ['FILE_DAMAGED', { document: files('1-good.pdf', 'bad.pdf') }],
    ['PREVIEW_NOT_FOUND', { document: { kind: 'preview', previewId: 'no-such-preview' } }],
  ])('refused with %s leaves nothing behind, and its key can be used again', async (code, wrong) => {
    const right = { document: files('1-a.pdf'), recipients: [{ number: '5550101' }], key: 'key-to-use-again' };
    await expect(office.ask('submit', { ...right, ...wrong })).rejects.toMatchObject({ code });
    expect(office.jobs).toEqual([]);
    expect(documents()).toEqual([]);
    const { jobs } = await office.ask('submit', right);
    expect(jobs).toHaveLength(1);
  });

  it('that was cut off leaves a document which the next start removes', async () => {
    office.cutAt = { atWrite: office.writes + 1, written: false };
    void office.begin('submit', {
      document: files('1-a.pdf'),
      recipients: [{ number: '5550101' }],
      key: 'cut-off-key',
    });
    await office.time.until(() => !office.powered, 1000);
    writeFileSync(join(office.dataDir, 'documents', 'half.tif.tmp'), 'half');
    expect(documents()).toHaveLength(2);
    await office.start();
    expect(documents()).toEqual([]);
    expect(office.jobs).toEqual([]);
  });
});

describe('what happens at the same time', () => {
  it('two changes of ports both hold', async () => {
    const set = (name: string, changes: RequestInput<'ports.set'>['changes']) =>
      office.begin('ports.set', { name, changes });
    const changes = [
      set('Practice 1', { csid: 'A' }),
      set('Practice 1', { tsid: 'B' }),
      set('Practice 2', { priority: 1 }),
    ];
    await office.time.during(Promise.all(changes));
    const { ports } = await office.ask('ports.list', {});
    expect(ports.map(({ name, csid, tsid }) => [name, csid, tsid])).toEqual([
      ['Practice 2', '5550101', '5550101'],
      ['Practice 1', 'A', 'B'],
    ]);
  });

  it('of two ports that are added on one line, one is refused', async () => {
    const add = (name: string) => office.begin('ports.add', { name, address: 'loopback:5550102' });
    const added = await office.time.during(Promise.allSettled([add('One'), add('Two')]));
    expect(added.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('a preview opened twice more by one id is open once', async () => {
    const open = (file: string) =>
      office.begin('preview.open', { previewId: 'preview-1', files: [`/letters/${file}`], options: {} });
    await office.time.during(open('1-a.pdf'));
    await office.time.during(Promise.allSettled([open('2-b.pdf'), open('3-c.pdf')]));
    expect(readdirSync(join(office.dataDir, 'previews'))).toHaveLength(1);
  });

  it('a store that dies when it has written a submission leaves its document', async () => {
    office.storeDies = true;
    await expect(office.submit('5550101')).rejects.toMatchObject({ code: 'SERVER_STOPPED' });
    office.storeDies = false;
    await office.stop();
    await office.start();
    await office.untilState(1, 'delivered');
  });
});

describe('previews', () => {
  const preview = { previewId: 'preview-1', files: ['/letters/2-a.pdf'], options: {} };

  it('tell how far they are, can be looked at, and are sent as they are', async () => {
    const opened = await office.ask('preview.open', preview);
    expect(opened).toMatchObject({ files: [{ pages: 2 }] });
    expect(office.events).toContainEqual({
      type: 'preview',
      previewId: 'preview-1',
      file: '/letters/2-a.pdf',
      pagesDone: 2,
      pages: 2,
    });
    const source = { kind: 'preview', id: 'preview-1' } as const;
    expect((await office.ask('pages.list', { source })).pages).toHaveLength(2);
    const { png } = await office.ask('pages.image', { source, page: 2, width: null });
    expect(Buffer.from(png, 'base64').toString()).toBe('2-a.pdf 2');
    await office.ask('submit', {
      document: { kind: 'preview', previewId: 'preview-1' },
      recipients: [{ number: '5550101' }],
      key: 'preview-key',
    });
    await office.ask('preview.close', { previewId: 'preview-1' });
    await expect(office.ask('pages.list', { source })).rejects.toMatchObject({ code: 'PREVIEW_NOT_FOUND' });
    expect(readdirSync(join(office.dataDir, 'previews'))).toEqual([]);
    await office.untilState(1, 'delivered');
    expect(office.job(1).pages).toBe(2);
  });

  it('are replaced by the same id, and the oldest goes when there are many', async () => {
    await office.ask('preview.open', preview);
    await office.ask('preview.open', { ...preview, files: ['/letters/3-b.pdf'] });
    expect((await office.ask('pages.list', { source: { kind: 'preview', id: 'preview-1' } })).pages).toHaveLength(3);
    for (let n = 2; n <= 17; n += 1) await office.ask('preview.open', { ...preview, previewId: `preview-${n}` });
    expect(readdirSync(join(office.dataDir, 'previews'))).toHaveLength(16);
    const oldest = { kind: 'preview', id: 'preview-1' } as const;
    await expect(office.ask('pages.list', { source: oldest })).rejects.toMatchObject({ code: 'PREVIEW_NOT_FOUND' });
  });

  it('that fail leave nothing', async () => {
    await expect(office.ask('preview.open', { ...preview, files: ['/letters/bad.pdf'] })).rejects.toMatchObject({
      code: 'FILE_DAMAGED',
    });
    const source = { kind: 'preview', id: 'preview-1' } as const;
    await expect(office.ask('pages.list', { source })).rejects.toMatchObject({ code: 'PREVIEW_NOT_FOUND' });
  });
});

describe('settings', () => {
  it('are set all or none', async () => {
    await expect(office.ask('settings.set', { values: { retries: 5, retryDelay: -1 } })).rejects.toMatchObject({
      code: 'SETTING_INVALID',
      modelName: 'ERROR_INVALID_PARAMETER',
    });
    await expect(office.ask('settings.set', { values: { retries: 5, colour: true } })).rejects.toMatchObject({
      code: 'SETTING_UNKNOWN',
    });
    const retries = () => office.snapshot.settings.find(({ name }) => name === 'retries')?.value;
    expect(retries()).toBe(3);
    const { settings } = await office.ask('settings.set', { values: { Retries: '5', branding: 'off' } });
    expect(settings.find(({ name }) => name === 'branding')?.value).toBe(false);
    expect(retries()).toBe(5);
    await office.stop();
    await office.start();
    expect(retries()).toBe(5);
  });
});

describe('settings that the disk refuses', () => {
  it('leave the password as it was, too', async () => {
    await office.ask('settings.set', { values: { smtpPassword: 'the first' } });
    office.diskFull = true;
    const values = { retries: 9, smtpPassword: 'the second' };
    await expect(office.ask('settings.set', { values })).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(await office.secrets.get('smtpPassword')).toBe('the first');
  });
});

describe('ports', () => {
  const list = () => office.snapshot.ports.map(({ name, priority }) => `${priority} ${name}`);

  it('are there on the first start: one sends, the other answers', () => {
    expect(office.snapshot.ports).toMatchObject([
      {
        name: 'Practice 1',
        address: 'loopback:5550100',
        number: '5550100',
        send: true,
        receive: 'none',
        state: 'idle',
      },
      { name: 'Practice 2', address: 'loopback:5550101', send: false, receive: 'auto', rings: 1, csid: '5550101' },
    ]);
    expect(office.snapshot.server.capabilities.practiceOnly).toBe(true);
  });

  it('once removed do not come back', async () => {
    await office.ask('ports.remove', { name: 'practice 2' });
    await office.stop();
    await office.start();
    expect(list()).toEqual(['1 Practice 1']);
  });

  it('are added, named once, and share no line', async () => {
    const { port } = await office.ask('ports.add', { name: 'Line', address: 'loopback:5550102?speed=real' });
    expect(port).toMatchObject({ id: 3, priority: 3, state: 'idle', csid: '5550102', kind: 'loopback' });
    const add = (name: string, address: string) => office.ask('ports.add', { name, address });
    await expect(add('LINE', 'loopback:5550103')).rejects.toMatchObject({ code: 'PORT_NAME_TAKEN' });
    await expect(add('Other', 'loopback:5550102')).rejects.toMatchObject({ code: 'LINE_ADDRESS_INVALID' });
    await expect(add('Other', 'carrier pigeon')).rejects.toMatchObject({ code: 'LINE_ADDRESS_INVALID' });
    await expect(add('Other', 't38:192.0.2.1:4000')).rejects.toMatchObject({ code: 'LINE_NOT_SUPPORTED' });
    await office.ask('ports.remove', { name: 'Line' });
    expect((await add('Line', 'loopback:5550102')).port.id).toBe(4);
  });

  it('keep priorities from 1 to their number', async () => {
    await office.ask('ports.add', { name: 'Practice 3', address: 'loopback:5550102' });
    await office.ask('ports.set', { name: 'Practice 3', changes: { priority: 1 } });
    expect(list().sort()).toEqual(['1 Practice 3', '2 Practice 1', '3 Practice 2']);
    await expect(office.ask('ports.set', { name: 'Practice 1', changes: { priority: 4 } })).rejects.toMatchObject({
      code: 'PORT_VALUE_INVALID',
    });
    await office.ask('ports.remove', { name: 'Practice 1' });
    expect(list().sort()).toEqual(['1 Practice 3', '2 Practice 2']);
  });

  it('keep a value that is given as undefined', async () => {
    const { port } = await office.ask('ports.set', { name: 'Practice 1', changes: { rings: 4, send: undefined } });
    expect(port).toMatchObject({ rings: 4, send: true });
  });

  it('on a call cannot be removed', async () => {
    await office.submit('5550101', '2-letter.pdf');
    await expect(office.ask('ports.remove', { name: 'Practice 1' })).rejects.toMatchObject({ code: 'PORT_BUSY' });
    await office.untilState(1, 'delivered');
  });

  it('whose line cannot be opened say so and are tried again', async () => {
    office.network.broken.add('5550102');
    await office.ask('ports.add', { name: 'Line', address: 'loopback:5550102' });
    expect(office.snapshot.ports[2]).toMatchObject({ state: 'offline', error: 'The line cannot be opened.' });
    office.network.broken.clear();
    await office.time.pass(60_000);
    expect(office.snapshot.ports[2]).toMatchObject({ state: 'idle', error: null });
  });

  it('of a real line make the office more than practice', async () => {
    await office.ask('ports.add', { name: 'Modem', address: 'modem:/dev/ttyACM0' });
    expect(office.snapshot.server.capabilities.practiceOnly).toBe(false);
    const [job] = await office.submit('5551234', '1-a.pdf', { when: { kind: 'discount' } });
    expect(job?.practice).toBe(false);
  });
});

describe('events and snapshots', () => {
  it('come with versions without a gap, and a snapshot is what the contract says', async () => {
    await office.submit('5550101', '3-letter.pdf');
    await office.untilState(2, 'received');
    await office.time.pass(1000);
    const versions = office.events.flatMap((event) => (event.type === 'patch' ? [event.version] : []));
    expect(versions).toEqual(versions.map((_, index) => (versions[0] ?? 0) + index));
    const snapshot = await office.ask('snapshot', {});
    expect(snapshotSchema.parse(snapshot)).toEqual(snapshot);
    expect(snapshot).toEqual(office.snapshot);
  });

  it('notices carry no full number', async () => {
    await office.submit(['5550101', '5550999'], '1-letter.pdf', {});
    await office.time.pass(3_600_000);
    expect(office.notices.map(({ notice }) => notice).sort()).toEqual(['delivered', 'failed', 'received']);
    for (const { words } of office.notices) expect(words).not.toMatch(/\d{5}/);
  });

  it('lists are newest first and say how many there are', async () => {
    await office.submit(['5550970', '5550970', '5550999'], '1-letter.pdf');
    const all = await office.ask('jobs.list', { limit: 2 });
    expect(all.jobs.map(({ id }) => id)).toEqual([3, 2]);
    expect(all.total).toBe(3);
    const waiting = await office.ask('jobs.list', { state: 'waiting' });
    expect(waiting.jobs.map(({ id }) => id)).toEqual([3, 2]);
  });
});

describe('stored pages', () => {
  it('are saved by the id of a sent or a received fax', async () => {
    await office.submit('5550101', '2-letter.pdf');
    await office.untilState(2, 'received');
    for (const id of [1, 2]) {
      const path = join(office.dataDir, `out-${id}.tif`);
      expect(await office.ask('save', { id, path, format: 'tif' })).toEqual({ path, pages: 2 });
      expect(readFileSync(path, 'utf8')).toContain('2-letter.pdf 2');
    }
    await expect(office.ask('save', { id: 9, path: '/x', format: 'tif' })).rejects.toMatchObject({
      code: 'MESSAGE_NOT_FOUND',
    });
    const source = { kind: 'job', id: 9 } as const;
    await expect(office.ask('pages.list', { source })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
  });
});

describe('a server that makes no calls', () => {
  it('takes faxes in, says what they wait for, and opens no line', async () => {
    await office.stop();
    office.calls = false;
    await office.start();
    const [job] = await office.submit('5550101');
    expect(job).toMatchObject({ state: 'waiting', reason: 'Waits until Fax Console or fax serve runs', attempts: 0 });
    await office.time.pass(3_600_000);
    expect(office.network.calls).toEqual([]);
    expect(office.network.lineOf('5550101')).toBeUndefined();
    await office.stop();
    office.calls = true;
    await office.start();
    await office.untilState(1, 'delivered');
  });
});

describe('disconnect', () => {
  it('ends the call, and the fax goes on where it was at the next start, uncounted', async () => {
    await office.submit('5550101', '3-letter.pdf');
    await office.time.until(() => office.job(1).pagesConfirmed === 1, 3_600_000);
    const { server } = office;
    await office.stop();
    expect(server.status.state).toBe('disconnected');
    expect(server.busy).toBe(false);
    await expect(server.handle('snapshot', {})).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
    await office.start();
    await office.untilState(1, 'delivered');
    expect(office.job(1)).toMatchObject({ attempts: 2, outcome: 'ok' });
    expect(office.network.calls.map(({ firstPage }) => firstPage)).toEqual([0, 1]);
    expect(office.snapshot.messages.map(({ state }) => state).sort()).toEqual(['complete', 'partial']);
  });

  it('can be asked for twice, and leaves no preview', async () => {
    await office.ask('preview.open', { previewId: 'preview-1', files: ['/letters/2-a.pdf'], options: {} });
    const { server } = office;
    await office.stop();
    await server.disconnect();
    expect(readdirSync(join(office.dataDir, 'previews'))).toEqual([]);
    expect(existsSync(join(office.dataDir, 'fax.db'))).toBe(true);
  });
});
