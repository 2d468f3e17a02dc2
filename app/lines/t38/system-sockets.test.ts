import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { DatagramSocket } from '../line-system.ts';
import { bindDatagramSocket, isOfOneDatagram } from './system-sockets.ts';

const loopback = { host: '127.0.0.1', port: 0 };

/** The next datagram of a socket. */
const nextOf = (socket: DatagramSocket) =>
  new Promise<{ octets: Uint8Array; port: number }>((resolve) => {
    socket.onDatagram((octets, { port }) => resolve({ octets, port }));
  });

describe('a socket of the system', () => {
  it('carries datagrams and says where they come from', async () => {
    const [a, b] = [await bindDatagramSocket(loopback), await bindDatagramSocket(loopback)];
    const coming = nextOf(b);
    a.send(Uint8Array.of(1, 2, 3), b.local);
    const { octets, port } = await coming;
    expect([...octets]).toEqual([1, 2, 3]);
    expect(port).toBe(a.local.port);
    await a.close();
    await b.close();
  });

  it('sends what was handed to it before it was closed', async () => {
    const [a, b] = [await bindDatagramSocket(loopback), await bindDatagramSocket(loopback)];
    const coming = nextOf(b);
    a.send(Uint8Array.of(9), b.local);
    await a.close();
    expect([...(await coming).octets]).toEqual([9]);
    a.send(Uint8Array.of(9), b.local);
    await a.close();
    await b.close();
  });

  it('says in words that a port is in use, or an address is not ours', async () => {
    const a = await bindDatagramSocket(loopback);
    const refused = bindDatagramSocket(a.local);
    await expect(refused).rejects.toMatchObject({ code: 'LINE_UNAVAILABLE' });
    await expect(refused).rejects.toThrow(/in use/);
    await expect(bindDatagramSocket({ host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
      code: 'LINE_UNAVAILABLE',
    });
    await a.close();
  });

  it('outlives what the system tells of one datagram, and nothing else', () => {
    const told = (code: string) => isOfOneDatagram(Object.assign(new Error(code), { code }));
    expect(['ECONNRESET', 'ECONNREFUSED', 'EMSGSIZE', 'ENETUNREACH'].map(told)).toEqual([true, true, true, true]);
    expect(['EBADF', 'ENOTSOCK', 'ENETDOWN'].map(told)).toEqual([false, false, false]);
    expect(isOfOneDatagram(new Error('no code'))).toBe(false);
  });

  it('may be bound by name', async () => {
    const a = await bindDatagramSocket({ host: 'localhost', port: 0 });
    expect(a.local.host).toBe('127.0.0.1');
    await a.close();
  });

  it('knows the number of a host, and of one that has none it says so', async () => {
    const a = await bindDatagramSocket(loopback);
    expect(await a.resolve('127.0.0.1')).toBe('127.0.0.1');
    await expect(a.resolve('::1')).rejects.toMatchObject({ code: 'LINE_UNAVAILABLE' });
    await a.close();
  });

  it('keeps nothing else waiting while it is flooded', async () => {
    const [a, b] = [await bindDatagramSocket(loopback), await bindDatagramSocket(loopback)];
    let received = 0;
    b.onDatagram(() => {
      received += 1;
    });
    const ends = performance.now() + 200;
    let longest = 0;
    for (let last = performance.now(); last < ends; last = performance.now()) {
      for (let n = 0; n < 100; n++) a.send(new Uint8Array(100), b.local);
      await sleep(1);
      longest = Math.max(longest, performance.now() - last);
    }
    expect(received).toBeGreaterThan(100);
    expect(longest).toBeLessThan(500);
    await a.close();
    await b.close();
  });
});
