import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestInput } from '../../../contract/requests.ts';
import { FaxError } from '../../../model/errors.ts';
import { SqliteStore } from '../../../store/sqlite-store.ts';
import { OutsideFailure } from '../outside.ts';
import { SimulatedOffice } from '../simulation/simulated-office.ts';

type Rules = Extract<RequestInput<'lists.put'>, { name: 'routing' }>['items'];

const MINUTE = 60_000;
const away = new FaxError('MAIL_FAILED', { message: 'Nobody answers.', cause: new OutsideFailure('away', 'x') });
const refused = new FaxError('MAIL_FAILED', { message: 'Refused.', cause: new OutsideFailure('refused', 'x') });

/** A machine that has lost its power prints nothing any more. */
function withoutPower(office: SimulatedOffice): void {
  const { outside } = office;
  const { print } = outside;
  outside.print = (...given) => (office.powered ? print(...given) : new Promise<never>(() => undefined));
}

describe('a received fax', () => {
  let office: SimulatedOffice;
  let own: string;
  let folder: string;

  beforeEach(async () => {
    office = new SimulatedOffice();
    own = mkdtempSync(join(tmpdir(), 'fax-routing-'));
    folder = join(own, 'faxes');
    mkdirSync(folder);
    await office.start();
    await office.ask('settings.set', {
      values: { smtpServer: 'mail.example.org', smtpSender: 'fax@example.org', retries: 2, retryDelay: 10 },
    });
  });

  afterEach(() => {
    office.remove();
    rmSync(own, { recursive: true, force: true });
  });

  const rules = async (...items: Rules) => {
    const { revision } = await office.ask('lists.get', { name: 'routing' });
    return office.ask('lists.put', { name: 'routing', revision, items });
  };
  const byMail = { id: 'mail', target: { method: 'email' as const, to: ['front@example.org'] } };
  const byFolder = () => ({ id: 'folder', target: { method: 'folder' as const, folder, name: 'fax' } });
  const byPrint = { id: 'print', target: { method: 'print' as const, printer: 'Front desk' } };
  const message = () => office.snapshot.messages[0];
  const states = () => message()?.routing.map(({ rule, state }) => `${rule}:${state}`);

  it('leaves nothing on its way in a folder when its rule is removed behind a try that failed', async () => {
    await rules(byFolder());
    const draft = join(folder, '.fax-2-folder.part');
    mkdirSync(draft);
    await office.submit('5550101');
    await office.time.until(() => states()?.includes('folder:retrying') === true, 5 * MINUTE);
    await rules();
    rmSync(draft, { recursive: true });
    writeFileSync(draft, 'half a fax');
    await office.time.until(() => states()?.includes('folder:failed') === true, 60 * MINUTE);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is in the inbox alone where no rule holds', async () => {
    await rules({ ...byMail, when: { callerId: '556*' } });
    await office.submit('5550101');
    await office.untilState(2, 'received');
    expect(states()).toEqual(['null:done']);
    expect(office.outside.mails).toEqual([]);
  });

  it('is sent on by every rule that holds, in order', async () => {
    const program = { kind: 'program' as const, program: '/usr/bin/true', arguments: ['-x'] };
    const web = { kind: 'web' as const, url: 'https://example.org/hook' };
    await rules(
      byPrint,
      byMail,
      byFolder(),
      { id: 'run', target: { method: 'program', call: program, format: 'tif' } },
      { id: 'web', target: { method: 'program', call: web } },
    );
    await office.submit('5550101', '3-letter.pdf');
    const job = await office.untilState(2, 'received');
    expect(states()).toEqual(['null:done', 'print:done', 'mail:done', 'folder:done', 'run:done', 'web:done']);
    expect(job).toMatchObject({ reason: 'Received 3 pages', messageId: 2, outcome: 'ok' });
    expect(job.finishedAt).not.toBeNull();
    const { mails, printed, ran, posted } = office.outside;
    expect(printed).toMatchObject([{ title: 'Fax 2', printer: 'Front desk' }]);
    expect(mails).toMatchObject([
      { from: 'fax@example.org', to: ['front@example.org'], subject: 'Fax from 5550100, 3 pages' },
    ]);
    expect(mails[0]?.attachments).toMatchObject([{ name: 'fax-2.pdf', type: 'application/pdf' }]);
    expect(ran[0]?.given).toEqual(['-x', join(office.dataDir, 'inbox/fax-2.tif')]);
    expect(posted[0]?.fields).toMatchObject({ id: '2', pages: '3', tsid: '5550100', state: 'complete' });
    expect(readFileSync(join(folder, 'fax.pdf'), 'utf8').trimEnd().split('\n')).toHaveLength(3);
    // What was made for the moment is gone.
    expect(readdirSync(join(office.dataDir, 'previews'))).toEqual([]);
  });

  it('is in the inbox and told of while it is sent on, and its row says how it stands', async () => {
    office.outside.failing = away;
    await rules(byMail);
    await office.submit('5550101');
    await office.time.until(
      () => message()?.routing[1]?.state === 'retrying' && message()?.routing[1]?.nextAt !== null,
      MINUTE,
    );
    expect(office.job(2)).toMatchObject({ state: 'routing', messageId: 2, finishedAt: null });
    expect(office.job(2).reason).toMatch(/^Received 1 page; sent on by e-mail again \d\d:\d\d. Nobody answers/);
    expect(message()?.routing[1]).toMatchObject({ attempts: 1, error: expect.stringContaining('Nobody answers.') });
    expect(office.notices.filter(({ notice }) => notice === 'received')).toHaveLength(1);
    expect(office.snapshot.server.warnings).toMatchObject([{ code: 'routing-failing' }]);
  });

  it('is tried again as the settings say; what is done is not done again', async () => {
    office.outside.failing = away;
    await rules(byMail, byFolder(), byPrint);
    await office.submit('5550101');
    await office.time.pass(5 * MINUTE);
    expect(states()).toEqual(['null:done', 'mail:retrying', 'folder:done', 'print:retrying']);
    office.outside.failing = null;
    await office.untilState(2, 'received');
    expect(states()).toEqual(['null:done', 'mail:done', 'folder:done', 'print:done']);
    expect(office.outside.mails).toHaveLength(1);
    expect(office.outside.printed).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['fax.pdf']);
    expect(office.snapshot.server.warnings).toEqual([]);
    expect(office.notices.filter(({ notice }) => notice === 'received')).toHaveLength(1);
  });

  it.each([
    [-1, 3],
    [0, 1],
    [1, 2],
  ])('is given up after routingRetries=%i: %i attempts in all', async (routingRetries, attempts) => {
    await office.ask('settings.set', { values: { routingRetries } });
    office.outside.failing = away;
    await rules(byMail);
    await office.submit('5550101');
    const job = await office.untilState(2, 'received');
    expect(message()?.routing[1]).toMatchObject({ state: 'failed', attempts, nextAt: null });
    expect(job.reason).toBe('Received 1 page; it could not be sent on by e-mail');
    // A person sees it until the fax is read.
    expect(office.snapshot.server.warnings).toMatchObject([{ code: 'routing-failing' }]);
    await office.ask('messages.mark', { ids: [2], read: true });
    expect(office.snapshot.server.warnings).toEqual([]);
  });

  it('that is refused for good is not tried again, until a person asks', async () => {
    office.outside.failing = refused;
    await rules(byMail);
    await office.submit('5550101');
    await office.untilState(2, 'received');
    expect(message()?.routing[1]).toMatchObject({ state: 'failed', attempts: 1 });
    office.outside.failing = null;
    const { message: after } = await office.ask('routing.retry', { id: 2 });
    expect(after.routing[1]).toMatchObject({ state: 'done', error: null });
    await office.untilState(2, 'received');
    await expect(office.ask('routing.retry', { id: 2 })).rejects.toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
    await expect(office.ask('routing.retry', { id: 99 })).rejects.toMatchObject({ code: 'MESSAGE_NOT_FOUND' });
  });

  it('whose rule goes before it was run says so', async () => {
    office.outside.failing = away;
    await rules(byMail, byPrint);
    await office.submit('5550101');
    await office.time.pass(MINUTE);
    await rules({ ...byPrint, enabled: false });
    await office.untilState(2, 'received');
    expect(message()?.routing.slice(1)).toMatchObject([
      { state: 'failed', error: expect.stringContaining('removed') },
      { state: 'failed', error: expect.stringContaining('switched off') },
    ]);
  });

  it('goes by e-mail only where the settings allow it', async () => {
    await office.ask('settings.set', { values: { useForInboundRouting: false } });
    await rules(byMail);
    await office.submit('5550101');
    await office.untilState(2, 'received');
    expect(message()?.routing[1]).toMatchObject({ state: 'failed', error: expect.stringContaining('switched off') });
  });

  it('waits for a mail server to be set up', async () => {
    await office.ask('settings.set', { values: { smtpServer: '' } });
    await rules(byMail);
    await office.submit('5550101');
    await office.time.pass(2 * MINUTE);
    expect(message()?.routing[1]?.error).toContain('No mail server is set up.');
    await office.ask('settings.set', { values: { smtpServer: 'mail' } });
    await office.untilState(2, 'received');
    expect(office.outside.mails).toHaveLength(1);
  });

  it('is sent on by the rules of its port', async () => {
    const [one, two] = office.snapshot.ports;
    await rules({ ...byMail, portIds: [one?.id ?? 0] }, { ...byPrint, portIds: [two?.id ?? 0] });
    await office.submit('5550101');
    await office.untilState(2, 'received');
    expect(states()).toEqual(['null:done', 'print:done']);
  });

  it('marked as read while it is sent on loses nothing', async () => {
    office.outside.failing = away;
    await rules(byMail, byPrint);
    await office.submit('5550101');
    await office.time.pass(MINUTE);
    await office.ask('messages.mark', { ids: [2], read: true });
    office.outside.failing = null;
    await office.untilState(2, 'received');
    expect(message()).toMatchObject({ read: true });
    expect(states()).toEqual(['null:done', 'mail:done', 'print:done']);
  });

  it('goes on where a full disk had stopped it', async () => {
    await rules(byMail, byPrint);
    office.onStep = (step) => {
      if (step === 'route.method-done') office.diskFull = office.outside.printed.length === 0;
    };
    await office.submit('5550101');
    await office.time.pass(5 * MINUTE);
    // The next rule is not begun before the result of the first is on the disk.
    expect(office.outside.mails).toHaveLength(1);
    expect(office.outside.printed).toEqual([]);
    office.diskFull = false;
    await office.untilState(2, 'received');
    expect(office.outside.printed).toHaveLength(1);
  });

  it.each(['route.begun', 'route.method-running', 'route.method-done', 'route.result-written'] as const)(
    'is sent on after a kill at %s, and what is written as done is not done again',
    async (step) => {
      await rules(byFolder(), byPrint, byMail);
      withoutPower(office);
      let armed = true;
      office.onStep = (said) => {
        if (said !== step || !armed) return;
        armed = false;
        office.cutPower();
      };
      await office.submit('5550101');
      await office.time.until(() => !office.powered, 10 * MINUTE);
      await office.start();
      await office.untilState(2, 'received');
      expect(states()).toEqual(['null:done', 'folder:done', 'print:done', 'mail:done']);
      expect(readdirSync(folder)).toEqual(['fax.pdf']);
      expect(office.outside.printed).toHaveLength(1);
      expect(new Set(office.outside.mails.map(({ messageId }) => messageId)).size).toBe(1);
    },
  );

  it('keeps the server busy while it is sent on, and a retry does not', async () => {
    office.outside.failing = away;
    await rules(byMail);
    await office.submit('5550101');
    await office.time.pass(2 * MINUTE);
    expect(office.server.busy).toBe(false);
    expect(office.job(2).state).toBe('routing');
  });

  it('that hangs does not hold the others, and not the machine either', async () => {
    let hanging = 0;
    const { print } = office.outside;
    office.outside.print = async (file, ...more) => {
      hanging += 1;
      if (hanging <= 4) await new Promise((resolve) => office.time.after(20 * MINUTE, () => resolve(null)));
      return print(file, ...more);
    };
    await rules(byPrint);
    for (let n = 1; n <= 5; n += 1) {
      await office.submit('5550101', `${n}-letter.pdf`);
      await office.untilState(n * 2 - 1, 'delivered');
    }
    await office.time.pass(MINUTE);
    // Four at the same time; the fifth waits for room.
    expect(hanging).toBe(4);
    await office.time.pass(30 * MINUTE);
    expect(office.snapshot.messages.every(({ routing }) => routing[1]?.state === 'done')).toBe(true);
  });

  it('waits for a retry beyond a restart of the server', async () => {
    office.outside.failing = away;
    await rules(byMail);
    await office.submit('5550101');
    await office.time.pass(2 * MINUTE);
    await office.stop();
    office.outside.failing = null;
    await office.start();
    expect(office.job(2).state).toBe('routing');
    await office.untilState(2, 'received');
    expect(office.outside.mails).toHaveLength(1);
  });
});

describe('a power cut at any write', () => {
  it.each([true, false])(
    '(written: %s) leaves each received fax once in its folder, and one mail of each receipt',
    async (written) => {
      let cuts = 0;
      for (let atWrite = 1; ; atWrite += 1) {
        const own = mkdtempSync(join(tmpdir(), 'fax-routing-cut-'));
        const office = new SimulatedOffice();
        try {
          await office.start();
          await office.ask('settings.set', {
            values: { smtpServer: 'mail', smtpSender: 'fax@example.org', retryDelay: 1 },
          });
          const target = { method: 'folder' as const, folder: own, name: 'fax' };
          await office.ask('lists.put', { name: 'routing', revision: 0, items: [{ id: 'folder', target }] });
          await office.submit('5550101', '2-letter.pdf', { receipt: { address: 'sender@example.org' } });
          office.cutAt = { atWrite: office.writes + atWrite, written };
          const settled = () =>
            office.powered &&
            office.job(1).receipt === 'sent' &&
            office.jobs.every(({ state }) => state !== 'receiving' && state !== 'routing');
          await office.time.until(() => !office.powered || settled(), 60 * MINUTE);
          if (office.powered) break;
          cuts += 1;
          await office.start();
          expect(await office.time.until(settled, 24 * 60 * MINUTE), `cut at write ${atWrite}`).toBe(true);
          expect(readdirSync(own), `cut at write ${atWrite}`).toHaveLength(office.snapshot.messages.length);
          expect(new Set(office.outside.mails.map(({ messageId }) => messageId)).size).toBe(1);
        } finally {
          office.remove();
          rmSync(own, { recursive: true, force: true });
        }
      }
      expect(cuts).toBeGreaterThan(10);
    },
  );
});

describe('a fax that is filed while its job says that it is not', () => {
  it('is not sent on again after a restart', async () => {
    const office = new SimulatedOffice();
    const own = mkdtempSync(join(tmpdir(), 'fax-routing-old-'));
    try {
      await office.start();
      const target = { method: 'folder' as const, folder: own, name: 'fax' };
      await office.ask('lists.put', { name: 'routing', revision: 0, items: [{ id: 'folder', target }] });
      await office.submit('5550101', '2-letter.pdf');
      await office.untilState(2, 'received');
      office.cutPower();
      const store = new SqliteStore(join(office.dataDir, 'fax.db'), office.time.now());
      const row = store.job(2)?.job;
      if (row) store.putJobs([{ ...row, state: 'routing', document: '', outcome: null, finishedAt: null }]);
      store.close();
      await office.start();
      await office.time.pass(10 * MINUTE);
      expect(office.job(2)).toMatchObject({ state: 'received', pages: 2, outcome: 'ok' });
      expect(readdirSync(own)).toEqual(['fax.pdf']);
    } finally {
      office.remove();
      rmSync(own, { recursive: true, force: true });
    }
  });
});

describe('a power cut at any write or step, two faxes of one name and a folder that comes late', () => {
  const MADE_AT = 3 * MINUTE;

  /** One evening with the power lost once; false where the cut did not come. */
  async function evening(cut: (office: SimulatedOffice) => void): Promise<boolean> {
    const own = mkdtempSync(join(tmpdir(), 'fax-routing-two-'));
    const folder = join(own, 'faxes');
    const office = new SimulatedOffice();
    try {
      await office.start();
      await office.ask('settings.set', { values: { retryDelay: 1, retries: 9 } });
      const target = { method: 'folder' as const, folder, name: 'fax', format: 'tif' as const };
      await office.ask('lists.put', { name: 'routing', revision: 0, items: [{ id: 'folder', target }] });
      office.time.after(MADE_AT, () => mkdirSync(folder));
      cut(office);
      const send = (file: string) =>
        office.begin('submit', {
          document: { kind: 'files', files: [`/letters/${file}`], options: {} },
          recipients: [{ number: '5550101' }],
          key: `the-key-of-${file}`,
        });
      const submitted = [send('1-first.pdf'), send('2-second.pdf')].map((each) => each.catch(() => null));
      await office.time.until(() => !office.powered, 10 * MINUTE);
      const happened = !office.powered;
      office.onStep = () => undefined;
      if (happened) await office.start();
      else await Promise.all(submitted);
      await office.time.pass(60 * MINUTE);
      const faxes = office.snapshot.messages.map(({ file }) => readFileSync(file, 'utf8')).sort();
      const files = existsSync(folder) ? readdirSync(folder) : [];
      expect(files.map((name) => readFileSync(join(folder, name), 'utf8')).sort()).toEqual(faxes);
      return happened;
    } finally {
      office.remove();
      rmSync(own, { recursive: true, force: true });
    }
  }

  it.each([true, false])(
    'leaves each once, at every write (written: %s)',
    async (written) => {
      let atWrite = 1;
      const cutAt = () => (office: SimulatedOffice) => {
        office.cutAt = { atWrite: office.writes + atWrite, written };
      };
      while (await evening(cutAt())) atWrite += 1;
      expect(atWrite).toBeGreaterThan(25);
    },
    60_000,
  );

  it('leaves each once, at every step of routing', async () => {
    let nth = 1;
    const cutAt = () => (office: SimulatedOffice) => {
      let left = nth;
      office.onStep = (step) => {
        if (!step.startsWith('route.')) return;
        left -= 1;
        if (left === 0) office.cutPower();
      };
    };
    while (await evening(cutAt())) nth += 1;
    expect(nth).toBeGreaterThan(8);
  }, 60_000);
});

describe('a rule that cannot be right', () => {
  let office: SimulatedOffice;
  beforeEach(async () => {
    office = new SimulatedOffice();
    await office.start();
  });
  afterEach(() => office.remove());

  const web = (url: string) => ({ method: 'program' as const, call: { kind: 'web' as const, url } });

  it.each([
    [{ method: 'folder' as const, folder: 'faxes' }, 'not a full path'],
    [{ method: 'folder' as const, folder: '/faxes', name: '{sender}' }, '{sender}'],
    [web('ftp://example.org/x'), 'not a web address'],
    [web('nonsense'), 'not a web address'],
    [{ method: 'program' as const, call: { kind: 'program' as const, program: './run' } }, 'not a full path'],
  ])('is refused with a sentence: %j', async (target, words) => {
    const put = office.ask('lists.put', { name: 'routing', revision: 0, items: [{ id: 'one', target }] });
    await expect(put).rejects.toMatchObject({ code: 'LIST_INVALID', message: expect.stringContaining(words) });
  });
});
