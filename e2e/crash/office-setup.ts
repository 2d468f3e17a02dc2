import { createSocket } from 'node:dgram';
import type { SocketClient } from '../../app/office/socket-client.ts';

/** Where a lane's office sends its mails and files its faxes. */
export interface OfficeSetup {
  readonly mailPort: number;
  /** Folder that every received fax is routed into. */
  readonly routed: string;
}

/** The port of a lane over `t38:`, at both ends. */
export interface T38Pair {
  readonly sender: number;
  readonly receiver: number;
}

/** Settings and a routing rule: every duty of a fax is on. */
export async function setUpOffice(client: SocketClient, { mailPort, routed }: OfficeSetup): Promise<void> {
  await client.request('settings.set', {
    values: {
      retries: 99,
      retryDelay: 0,
      archiveOutboundFaxes: true,
      archiveInboundFaxes: true,
      smtpServer: '127.0.0.1',
      smtpPort: mailPort,
      smtpSecurity: 'none',
      smtpSender: 'office@example.com',
    },
  });
  const { revision } = await client.request('lists.get', { name: 'routing' });
  await client.request('lists.put', {
    name: 'routing',
    revision,
    items: [{ id: 'into-folder', target: { method: 'folder', folder: routed, name: 'routed-{id}', format: 'tif' } }],
  });
}

/** Adds a T.38 port that goes as fast as both ends can. */
export async function addT38Port(
  client: SocketClient,
  name: string,
  ports: { readonly own: number; readonly far: number },
  receive: boolean,
): Promise<void> {
  await client.request('ports.add', {
    name,
    address: `t38:127.0.0.1:${ports.far}?bind=127.0.0.1:${ports.own}&pace=off`,
  });
  await client.request('ports.set', {
    name,
    changes: { send: !receive, receive: receive ? 'auto' : 'none', rings: 1 },
  });
}

/** Two free UDP ports of this machine. */
export async function freeUdpPorts(): Promise<T38Pair> {
  const sockets = [createSocket('udp4'), createSocket('udp4')];
  const ports = await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<number>((resolve, reject) => {
          socket.once('error', reject);
          socket.bind(0, '127.0.0.1', () => resolve(socket.address().port));
        }),
    ),
  );
  await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))));
  return { sender: ports[0] ?? 0, receiver: ports[1] ?? 0 };
}
