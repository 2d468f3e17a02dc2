import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaxError } from '../../../model/errors.ts';
import { failureKind } from '../outside.ts';
import { postFile } from './post-file.ts';

const never = new AbortController().signal;

describe('a web address', () => {
  let folder: string;
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fax-post-'));
    await writeFile(join(folder, 'fax.pdf'), '%PDF the pages');
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('latin1');
      request.on('data', (part: string) => {
        body += part;
      });
      request.on('end', () => answer(request, response, body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const url = (path = '/hook') => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const post = (signal = never) =>
    postFile(
      url(),
      { id: '12', tsid: 'büro' },
      { path: join(folder, 'fax.pdf'), name: 'fax-12.pdf', type: 'application/pdf' },
      signal,
    );
  const failure = (): Promise<FaxError> =>
    post().then(
      () => Promise.reject(new Error('It did not fail.')),
      (error) => error,
    );

  it('gets the facts and the file', async () => {
    const asked: { readonly body: string; readonly type: string }[] = [];
    answer = ({ headers }, response, body) => {
      asked.push({ body, type: headers['content-type'] ?? '' });
      response.end();
    };
    await post();
    expect(asked[0]?.type).toMatch(/^multipart\/form-data; boundary=/);
    expect(asked[0]?.body).toContain('name="id"\r\n\r\n12\r\n');
    expect(asked[0]?.body).toContain(
      'name="file"; filename="fax-12.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF the pages\r\n',
    );
  });

  it.each([
    [500, 'later'],
    [429, 'later'],
    [404, 'later'],
    [413, 'refused'],
    [301, 'later'],
    [303, 'later'],
  ])('that answers %i has not taken it: %s', async (status, kind) => {
    answer = (_request, response) => response.writeHead(status, { location: '/there' }).end();
    const error = await failure();
    expect(error).toMatchObject({ code: 'WEB_CALL_FAILED', message: expect.stringContaining(String(status)) });
    expect(failureKind(error)).toBe(kind);
  });

  it('may pass it on with all it holds', async () => {
    const asked: string[] = [];
    answer = (request, response, body) => {
      asked.push(`${request.method} ${request.url} ${body.includes('%PDF')}`);
      if (request.url === '/hook') response.writeHead(307, { location: '/there' }).end();
      else response.end();
    };
    await post();
    expect(asked).toEqual(['POST /hook true', 'POST /there true']);
  });

  it.each([['/hook'], ['file:///etc/passwd'], ['http://[']])(
    'that passes it on for ever or elsewhere is given up: %s',
    async (location) => {
      let times = 0;
      answer = (_request, response) => {
        times += 1;
        response.writeHead(308, { location }).end();
      };
      expect((await failure()).code).toBe('WEB_CALL_FAILED');
      expect(times).toBeLessThan(10);
    },
  );

  it('that cannot be reached, or hangs up, is away', async () => {
    answer = (request) => request.socket.destroy();
    expect(failureKind(await failure())).toBe('away');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const error = await postFile(
      'http://127.0.0.1:1/x',
      {},
      { path: join(folder, 'fax.pdf'), name: 'x', type: 'x/y' },
      never,
    ).then(
      () => null,
      (thrown: FaxError) => thrown,
    );
    expect(error?.code).toBe('WEB_CALL_FAILED');
  });

  it('that never answers is left when a person stops it', async () => {
    const stop = new AbortController();
    answer = () => stop.abort();
    await expect(post(stop.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
