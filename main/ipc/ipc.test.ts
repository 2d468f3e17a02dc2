import { describe, expect, it } from 'vitest';
import { channels } from '../../app/contract/channels.ts';
import { FaxError } from '../../app/model/errors.ts';
import { openIpc, type ShellHandlers } from './ipc.ts';

type Listener = (event: never, ...args: unknown[]) => unknown;

function opened(trusted: boolean, answer: () => unknown = () => ({})) {
  const channel = new Map<string, Listener>();
  const asked: unknown[] = [];
  const problems: unknown[] = [];
  let listening = 0;
  const put = (name: string, listener: Listener) => {
    channel.set(name, listener);
  };
  const shell = new Proxy({} as ShellHandlers, {
    get: (_target, name) => async (input: unknown) => {
      asked.push([name, input]);
      return answer();
    },
  });
  openIpc({
    ipc: { handle: put, on: put } as never,
    senders: { accepts: () => trusted },
    door: {
      request: async (name, input) => {
        asked.push([name, input]);
        return answer() as never;
      },
    },
    shell,
    account: 'office',
    onListening: () => listening++,
    onProblem: (problem) => problems.push(problem),
  });
  const call = (name: string, ...args: unknown[]) => channel.get(name)?.({ sender: {} } as never, ...args);
  return { call, asked, problems, listening: () => listening };
}

describe('a message of the page', () => {
  it('is answered with data', async () => {
    const { call, asked } = opened(true, () => ({ jobs: [] }));
    expect(await call(channels.request, 'jobs.list', {})).toEqual({ ok: true, result: { jobs: [] } });
    expect(asked).toEqual([['jobs.list', { limit: 200, state: null }]]);
  });
  it('that submits a fax is signed with the account, whatever the page says', async () => {
    const { call, asked } = opened(true, () => ({ jobs: [] }));
    const fax = {
      document: { kind: 'preview', previewId: 'preview-1' },
      recipients: [{ number: '5550101' }],
      key: 'key-0001',
      userName: 'somebody else',
    };
    await call(channels.request, 'submit', fax);
    expect(asked).toMatchObject([['submit', { userName: 'office', key: 'key-0001' }]]);
  });
  it('of a stranger is refused before anything is asked', async () => {
    const { call, asked, listening } = opened(false);
    for (const name of [channels.request, channels.shell]) {
      expect(await call(name, 'info', {})).toMatchObject({ ok: false, error: { code: 'ARGUMENT_INVALID' } });
    }
    call(channels.shellListening);
    expect([asked, listening()]).toEqual([[], 0]);
  });
  it('with an unknown name or a wrong input is refused, naming the place and not the value', async () => {
    const { call, asked } = opened(true);
    for (const name of ['toString', '__proto__', 7, null]) {
      expect(await call(channels.request, name, {})).toMatchObject({ ok: false, error: { code: 'ARGUMENT_INVALID' } });
    }
    const answer = await call(channels.request, 'jobs.get', { id: 'secret' });
    expect(answer).toMatchObject({ ok: false, error: { message: '“id” is not right.' } });
    expect(asked).toEqual([]);
  });
  it('writes no file but where the user said in a dialog', async () => {
    const { call, asked } = opened(true);
    const input = { id: 1, path: '/home/me/.profile', format: 'tif' };
    expect(await call(channels.request, 'save', input)).toMatchObject({
      ok: false,
      error: { code: 'ARGUMENT_INVALID' },
    });
    const trial = { address: 'loopback:1', order: { kind: 'answer', out: '/home/me/.profile', terms: {} } };
    expect(await call(channels.request, 'trial.start', trial)).toMatchObject({ error: { code: 'ARGUMENT_INVALID' } });
    expect(asked).toEqual([]);
  });
  it('that fails gets the error as data; a defect is told at home and shows nothing of itself', async () => {
    const expected = opened(true, () => {
      throw new FaxError('NUMBER_INVALID');
    });
    expect(await expected.call(channels.shell, 'info', {})).toMatchObject({ error: { code: 'NUMBER_INVALID' } });
    expect(expected.problems).toEqual([]);
    const defect = opened(true, () => {
      throw new RangeError('inner detail');
    });
    expect(JSON.stringify(await defect.call(channels.shell, 'info', {}))).not.toContain('inner detail');
    expect(defect.problems).toHaveLength(1);
  });
});
