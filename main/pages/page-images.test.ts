import { expect, it } from 'vitest';
import type { Door } from '../../app/contract/door.ts';
import { FaxError } from '../../app/model/errors.ts';
import { servePageImages } from './page-images.ts';

const asked: unknown[] = [];
const door = (answer: () => unknown): Pick<Door, 'request'> => ({
  request: async (name, input) => {
    asked.push([name, input]);
    return answer() as never;
  },
});
const get = (url: string, answer: () => unknown) => servePageImages(door(answer), () => undefined)(new Request(url));

it('asks for the page and answers with its image', async () => {
  const response = await get('fax-page://message/12/2?width=160', () => ({ png: 'AQID' }));
  expect(asked.at(-1)).toEqual(['pages.image', { source: { kind: 'message', id: 12 }, page: 2, width: 160 }]);
  expect(response.headers.get('content-type')).toBe('image/png');
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2, 3]);
});

it.each(['fax-page://file/etc/1', 'fax-page://job/x/1', 'fax-page://job/1/0', 'fax-page://job/1/1?width=99999'])(
  'refuses %s without asking',
  async (url) => {
    const before = asked.length;
    expect((await get(url, () => ({ png: '' }))).status).toBe(400);
    expect(asked).toHaveLength(before);
  },
);

it('says what is wrong with a page that cannot be shown', async () => {
  const response = await get('fax-page://job/1/1', () => {
    throw new FaxError('ARGUMENT_INVALID', { message: 'There is no such page.' });
  });
  expect([response.status, await response.text()]).toEqual([404, 'There is no such page.']);
});
