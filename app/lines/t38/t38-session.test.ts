import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { t38Defaults } from '../../model/line-address.ts';
import type { Ifp } from './ifp.ts';
import { noSignal } from './pacing.ts';
import { T38Session } from './t38-session.ts';

/** Two sessions whose datagrams are kept. */
function sessions(options = t38Defaults) {
  const sent: Uint8Array[] = [];
  const near = new T38Session({ options, send: (datagram) => sent.push(datagram) });
  const far = new T38Session({ options, send: () => undefined });
  return { near, far, sent };
}

const frame = (octet: number): Ifp => ({
  kind: 'data',
  type: 'v21',
  fields: [{ type: 'hdlc-data', data: Uint8Array.of(octet) }],
});

describe('a media session', () => {
  it('delivers each packet once, however often its datagram came', () => {
    const { near, far, sent } = sessions();
    near.send(noSignal, 3);
    near.send(frame(7), 3);
    const packets = sent.flatMap((datagram) => far.receive(datagram));
    expect(packets).toEqual([
      { ifp: noSignal, lost: 0 },
      { ifp: frame(7), lost: 0 },
    ]);
    expect(near.counts).toMatchObject({ sentPackets: 2, sentDatagrams: 6 });
    expect(far.counts).toMatchObject({ received: 6, delivered: 2, repeated: 4 });
  });

  it('tells where packets were lost, once what was missing has had its time', () => {
    const { near, far, sent } = sessions({ ...t38Defaults, recovery: { kind: 'none' } });
    for (const octet of [1, 2, 3]) near.send(frame(octet), 1);
    expect(far.receive(sent[0]!)).toEqual([{ ifp: frame(1), lost: 0 }]);
    expect(far.receive(sent[2]!)).toEqual([]);
    expect(far.missing).toBe(1);
    expect(far.flush()).toEqual([{ ifp: frame(3), lost: 1 }]);
  });

  it('takes a packet that cannot be read as lost', () => {
    const { far } = sessions();
    expect(far.receive(Uint8Array.of(0, 0, 1, 0xff, 0, 0))).toEqual([]);
    expect(far.receive(Uint8Array.of(0, 1, 1, 0x00, 0, 0))).toEqual([{ ifp: noSignal, lost: 1 }]);
    expect(far.counts.malformedPackets).toBe(1);
  });

  it('never throws on what is no T.38, and drops what is too long', () => {
    const { far } = sessions();
    expect(far.receive(new Uint8Array(60_000))).toEqual([]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        far.receive(octets);
        far.flush();
      }),
    );
  });
});
