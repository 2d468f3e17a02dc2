import { mkdir, readdir, readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openTestOffice, sample, type TestOffice } from './fax-command.ts';
import { errorShape } from './output-shapes.ts';

const ruleShape = z.looseObject({
  id: z.string(),
  enabled: z.boolean(),
  place: z.int(),
  ports: z.array(z.string()).nullable(),
  target: z.looseObject({ method: z.string() }),
});
const rulesShape = z.looseObject({ rules: z.array(ruleShape) });
const callersShape = z.looseObject({
  callers: z.array(
    z.looseObject({ place: z.int(), callerId: z.string().nullable(), stationId: z.string().nullable() }),
  ),
});
const inboxShape = z.looseObject({
  messages: z.array(
    z.looseObject({
      id: z.int(),
      routing: z.array(z.looseObject({ method: z.string(), state: z.string(), error: z.string().nullable() })),
    }),
  ),
});

describe('the rules of routing', () => {
  let office: TestOffice;

  beforeEach(async () => {
    office = await openTestOffice();
  });
  afterEach(() => office.close());

  const refused = async (...args: readonly string[]) => {
    const ended = await office.fax(...args, '--json');
    expect(ended.code).toBe(2);
    return ended.json(errorShape).error;
  };

  it('are added, ordered, switched and removed', async () => {
    await office.fax(
      'routing',
      'add',
      'email',
      'front@example.org,back@example.org',
      '--days',
      '1-5',
      '--from',
      '18:00',
      '--to',
      '08:00',
    );
    await office.fax('routing', 'add', 'folder', 'faxes', '--format', 'tif', '--name', '{id}', '--port', 'practice 2');
    await office.fax('routing', 'add', 'print', 'Front desk', '--caller', '555*', '--station', 'branch*');
    const added = await office.fax('routing', 'add', 'program', '/usr/bin/env', '--json', '--', '-x', 'a b');
    const { rules } = added.json(rulesShape);
    expect(rules.map(({ target }) => target.method)).toEqual(['email', 'folder', 'print', 'program']);
    expect(rules[0]).toMatchObject({
      target: { to: ['front@example.org', 'back@example.org'], format: 'pdf' },
      when: { days: [1, 2, 3, 4, 5], time: { startMinute: 1080, endMinute: 480 } },
      ports: null,
    });
    expect(rules[1]).toMatchObject({
      target: { folder: join(office.folder, 'faxes'), name: '{id}' },
      ports: ['Practice 2'],
    });
    expect(rules[2]).toMatchObject({ when: { callerId: '555*', stationId: 'branch*' } });
    expect(rules[3]).toMatchObject({ target: { call: { program: '/usr/bin/env', arguments: ['-x', 'a b'] } } });
    const [first = '', , , last = ''] = rules.map(({ id }) => id);
    await office.fax('routing', 'move', last, '1');
    await office.fax('routing', 'off', first);
    const table = (await office.fax('routing')).stdout.split('\n');
    expect(table[1]).toMatch(/1 .*on .*program .*\/usr\/bin\/env -x a b/);
    expect(table[2]).toMatch(/2 .*off .*email .*18:00–08:00; days 1,2,3,4,5/);
    const left = await office.fax('routing', 'remove', first, '--json');
    expect(left.json(rulesShape).rules.map(({ place, target }) => [place, target.method])).toEqual([
      [1, 'program'],
      [2, 'folder'],
      [3, 'print'],
    ]);
  });

  it('that are not right are refused with a sentence', async () => {
    expect((await refused('routing', 'add', 'email', 'front')).message).toContain('an address');
    expect((await refused('routing', 'add', 'fax', 'x')).next).toContain('email, folder, print, program, web');
    expect((await refused('routing', 'add', 'print', '--from', '18:00')).message).toContain('go together');
    expect((await refused('routing', 'add', 'print', '--from', '25:00', '--to', '08:00')).next).toContain('HH:MM');
    expect((await refused('routing', 'add', 'print', '--days', '5-1')).message).toContain('--days');
    expect((await refused('routing', 'add', 'print', '--caller', 'abc')).message).toContain('--caller');
    expect((await refused('routing', 'add', 'print', '--port', 'None')).code).toBe('PORT_NOT_FOUND');
    expect((await refused('routing', 'add', 'web', 'ftp://example.org')).code).toBe('LIST_INVALID');
    expect((await refused('routing', 'add', 'folder', '/x', '--name', '{sender}')).message).toContain('{sender}');
    expect((await refused('routing', 'off', 'nothing')).code).toBe('LIST_INVALID');
    expect((await refused('routing', 'retry', '99')).code).toBe('MESSAGE_NOT_FOUND');
    expect((await refused('routing', '--days', '1')).message).toContain('routing add');
  });

  it('send a received fax on before the command that received it ends', async () => {
    const folder = join(office.folder, 'faxes');
    await mkdir(folder);
    await office.fax('routing', 'add', 'folder', folder, '--name', 'fax {id} {pages}');
    await office.fax(
      'routing',
      'add',
      'program',
      '/bin/sh',
      '--format',
      'tif',
      '--',
      '-c',
      'echo "$FAX_PAGES $FAX_TSID $0" >told',
    );
    await office.fax('routing', 'add', 'program', '/nowhere/at-all');
    await office.fax('settings', 'retries=0');
    const sent = await office.fax('send', sample, '--to', '5550101', '--wait');
    expect(sent.code).toBe(0);
    expect(await readdir(folder)).toEqual(['fax 2 3.pdf']);
    expect((await readFile(join(folder, 'fax 2 3.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
    const { messages } = (await office.fax('inbox', '--json')).json(inboxShape);
    expect(messages[0]?.routing.map(({ method, state }) => `${method} ${state}`)).toEqual([
      'folder done',
      'folder done',
      'program done',
      'program failed',
    ]);
    expect((await office.fax('inbox')).stdout).toContain('1 failed');
    const shown = (await office.fax('message', '2')).stdout;
    expect(shown).toContain(`To a folder`);
    expect(shown).toContain('The program /nowhere/at-all is not there.');
    const again = await office.fax('routing', 'retry', '2');
    expect(again.code).toBe(1);
  });

  it('block callers, who are told nothing', async () => {
    await office.fax('callers', 'block', '--caller', '555 999*', '--note', 'Offers nobody wants');
    const blocked = await office.fax('callers', 'block', '--station', '5550100', '--json');
    expect(blocked.json(callersShape).callers).toMatchObject([
      { place: 1, callerId: '555 999*', stationId: null, note: 'Offers nobody wants' },
      { place: 2, callerId: null, stationId: '5550100' },
    ]);
    await office.fax('settings', 'retries=0');
    expect((await office.fax('send', sample, '--to', '5550101', '--wait')).code).toBe(1);
    expect((await office.fax('jobs')).stdout).toContain('calls of this caller are not taken');
    expect((await office.fax('callers', 'allow', '2')).stdout).not.toContain('5550100');
    expect((await office.fax('callers', 'allow', '7')).code).toBe(2);
    expect((await office.fax('callers', 'block')).code).toBe(2);
    expect((await office.fax('send', sample, '--to', '5550101', '--wait')).code).toBe(0);
  });

  it('and the mail server can be tried out', async () => {
    expect((await refused('mail', 'nobody')).message).toContain('not an e-mail address');
    expect((await refused('mail', 'a@example.org')).code).toBe('MAIL_SERVER_MISSING');
    // Nothing listens at port 1.
    await office.fax('settings', 'smtpServer=127.0.0.1', 'smtpPort=1', 'smtpSender=fax@example.org');
    const away = await office.fax('mail', 'a@example.org', '--json');
    expect(away.code).toBe(1);
    expect(away.json(errorShape).error).toMatchObject({
      code: 'MAIL_FAILED',
      message: expect.stringContaining('127.0.0.1:1 cannot be reached'),
    });
  });

  it('and a receipt is with the mail server before the command that sent the fax ends', async () => {
    const mails: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _session, callback) {
        let text = '';
        stream.on('data', (part: Buffer) => {
          text += part.toString('utf8');
        });
        stream.on('end', () => {
          mails.push(text);
          callback();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.server.address() as AddressInfo;
      await office.fax('settings', 'smtpServer=127.0.0.1', `smtpPort=${port}`, 'smtpSender=fax@example.org');
      const to = ['--receipt', 'sender@example.org', '--attach-receipt'];
      expect((await office.fax('send', sample, '--to', '5550101', '--wait', ...to)).code).toBe(0);
      expect(mails).toHaveLength(1);
      expect(mails[0]).toContain('To: sender@example.org');
      expect(mails[0]).toContain('fax-1-proof.pdf');
      const { job } = (await office.fax('job', '1', '--json')).json(z.looseObject({ job: z.looseObject({}) }));
      expect(job).toMatchObject({ receipt: 'sent', receiptError: null });
    } finally {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
  });

  it('and printers are listed, be there none', async () => {
    const none = await office.fax('printers', '--json');
    expect(none.json(z.object({ printers: z.array(z.string()) }))).toBeDefined();
  });
});
