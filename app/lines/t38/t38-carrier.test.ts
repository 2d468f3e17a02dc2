import { describe, expect, it } from 'vitest';
import { t38Defaults } from '../../model/line-address.ts';
import { pacedLineClock } from '../../t30/line-clock.ts';
import { SimulatedClock } from '../loopback/simulated-clock.ts';
import { decodeIfp, encodeIfp, type Ifp, type IfpIndicator } from './ifp.ts';
import { T38Carrier } from './t38-carrier.ts';
import { T38Session } from './t38-session.ts';
import { decodeDatagram } from './udptl.ts';
import { UdptlSender } from './udptl-sender.ts';

/** A carrier with a far end made by hand: what it heard, and what it sent. */
function carrierAlone(pace = true) {
  const clock = new SimulatedClock();
  const begun = clock.now();
  const options = { ...t38Defaults, pace };
  const sent: string[] = [];
  const session = new T38Session({
    options,
    send: (datagram) => sent.push(`${clock.now() - begun} ${inShort(datagram)}`),
  });
  let ended = 0;
  const carrier = new T38Carrier(session, pacedLineClock(clock), {
    onEnded: () => {
      ended += 1;
    },
  });
  const heard: string[] = [];
  carrier.onHeard((signal) => heard.push(signal.kind === 'frame' ? `frame ${signal.frame.octets[2]}` : signal.kind));
  const far = new T38Session({ options, send: (datagram) => carrier.receive(datagram) });
  const say = (...packets: readonly (IfpIndicator | Ifp)[]) => {
    for (const packet of packets)
      far.send(typeof packet === 'string' ? { kind: 'indicator', indicator: packet } : packet, 1);
  };
  return { clock, carrier, sent, heard, say, ended: () => ended };
}

function inShort(datagram: Uint8Array): string {
  const packet = decodeDatagram(datagram);
  const ifp = packet && decodeIfp(packet.primary, 0)?.ifp;
  if (ifp?.kind === 'indicator') return ifp.indicator;
  return ifp?.kind === 'data' ? ifp.fields.map(({ type }) => type).join(' ') : 'nothing';
}

const frame = (fcf: number, last = true): Ifp => ({
  kind: 'data',
  type: 'v21',
  fields: [
    { type: 'hdlc-data', data: Uint8Array.of(0xff, last ? 0xc8 : 0xc0, fcf) },
    { type: last ? 'hdlc-fcs-ok-sig-end' : 'hdlc-fcs-ok', data: null },
  ],
});
const mcf = Uint8Array.of(0xff, 0xc8, 0x31);
const DCN = 0x5f;

describe('while we send', () => {
  it('a signal that came and went is missed', async () => {
    const { clock, carrier, heard, say } = carrierAlone();
    const sending = carrier.sendFrames('v21-300', 'long', [mcf]);
    await clock.advance(500);
    say('v21-preamble', frame(0x31), 'no-signal');
    await clock.run(sending);
    await clock.advance(10);
    expect(heard).toEqual([]);
  });

  it('a signal that is still up is told from its beginning, once we have sent', async () => {
    const { clock, carrier, heard, say } = carrierAlone();
    const sending = carrier.sendFrames('v21-300', 'long', [mcf]);
    await clock.advance(500);
    say('v21-preamble', frame(0x02, false));
    await clock.run(sending);
    await clock.advance(10);
    say(frame(0x01));
    expect(heard).toEqual(['carrier', 'frame 2', 'frame 1', 'carrier-lost']);
  });

  it('DCN is told at once', async () => {
    const { clock, carrier, heard, say } = carrierAlone();
    const sending = carrier.sendFrames('v21-300', 'long', [mcf]);
    await clock.advance(500);
    say('v21-preamble', frame(DCN));
    expect(heard).toEqual([`frame ${DCN}`]);
    await clock.run(sending);
  });

  it('breaking off leaves the line silent', async () => {
    const { clock, carrier, sent } = carrierAlone();
    const abort = new AbortController();
    const sending = carrier.sendFrames('v17-14400', 'long', [mcf, mcf], abort.signal);
    await clock.advance(500);
    abort.abort();
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
    expect(sent.slice(-3)).toEqual(['500 no-signal', '500 no-signal', '500 no-signal']);
    await clock.advance(5_000);
    expect(sent).toHaveLength(6);
  });
});

describe('a stream', () => {
  it('goes out in packets of 30 ms, with zeros behind a page and none behind a training check', async () => {
    const { clock, carrier, sent } = carrierAlone();
    await clock.run(carrier.sendStream('v29-9600', 'short', [new Uint8Array(72)]));
    const data = sent.filter((packet) => packet.endsWith('t4-non-ecm-data'));
    expect(data.map((packet) => Number.parseInt(packet, 10))).toEqual([264, 294, 324, 354, 384]);
    expect(sent.slice(-6)).toEqual([
      ...new Array<string>(3).fill('384 t4-non-ecm-sig-end'),
      ...new Array<string>(3).fill('384 no-signal'),
    ]);
    sent.length = 0;
    await clock.run(carrier.sendStream('v29-9600', 'long', [new Uint8Array(72)]));
    expect(sent.filter((packet) => packet.endsWith('t4-non-ecm-data'))).toHaveLength(2);
  });

  it('slips where its next piece is late, and does not catch up in a burst', async () => {
    const { clock, carrier, sent } = carrierAlone();
    async function* late() {
      yield new Uint8Array(36);
      await new Promise<void>((resolve) => clock.after(2_000, resolve));
      yield new Uint8Array(36 * 50);
    }
    await clock.run(carrier.sendStream('v29-9600', 'long', late()));
    const times = sent.filter((packet) => packet.endsWith('non-ecm-data')).map((packet) => Number.parseInt(packet, 10));
    const gaps = times.slice(2).map((time, i) => time - (times[i + 1] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(29);
  });
});

describe('tones', () => {
  it('the calling tone ends when the far end is heard, and is not sent again', async () => {
    const { clock, carrier, heard, say, sent } = carrierAlone();
    const calling = carrier.tone('cng');
    await clock.advance(100);
    say('ced');
    await calling;
    expect(sent.at(-1)).toBe('100 no-signal');
    const before = sent.length;
    await carrier.tone('cng');
    expect(sent).toHaveLength(before);
    await clock.advance(10);
    expect(heard).toEqual(['tone']);
  });

  it('nothing is lost that comes while the calling tone goes out', async () => {
    const { clock, carrier, heard, say } = carrierAlone();
    const calling = carrier.tone('cng');
    await clock.advance(100);
    say('v21-preamble', frame(0x01));
    await calling;
    await clock.advance(10);
    expect(heard).toEqual(['carrier', 'frame 1', 'carrier-lost']);
  });
});

describe('silence', () => {
  it('counts from the end of what either end sent last', async () => {
    const { clock, carrier, say } = carrierAlone();
    await clock.advance(1_000);
    const start = carrier.now();
    await carrier.silence(75);
    expect(carrier.now() - start).toBe(0);
    say(frame(0x31, false));
    const waiting = carrier.silence(75);
    await clock.advance(100);
    say('no-signal');
    await clock.run(waiting);
    expect(carrier.now() - start).toBeGreaterThanOrEqual(175);
    expect(carrier.now() - start).toBeLessThan(215);
  });

  it('does not wait for ever for a far end that goes on', async () => {
    const { clock, carrier, say } = carrierAlone();
    say('v21-preamble');
    await clock.run(carrier.silence(75));
    expect(carrier.now()).toBe(375);
  });
});

describe('a packet that was overtaken', () => {
  /** Frames 0, 1, 2… of an ECM block behind their indicator, each a datagram with nothing to make a loss good. */
  const block = (count: number) => {
    const sender = new UdptlSender({ kind: 'none' });
    const ecmFrame = (n: number): Ifp => ({
      kind: 'data',
      type: 'v17-14400',
      fields: [
        { type: 'hdlc-data', data: Uint8Array.of(0xff, 0xc0, n) },
        { type: 'hdlc-fcs-ok', data: null },
      ],
    });
    const packets: readonly Ifp[] = [
      { kind: 'indicator', indicator: 'v17-14400-short' },
      ...Array.from({ length: count }, (_, n) => ecmFrame(n)),
    ];
    return packets.map((packet) => sender.datagram(encodeIfp(packet, 0)));
  };

  it.each([40, 70])(
    'has its own 80 ms: a second one %i ms behind the first is not given up by its timer',
    async (gap) => {
      const { clock, carrier, heard } = carrierAlone();
      const [up, first, second, third, fourth] = block(4);
      for (const octets of [up!, second!]) carrier.receive(octets);
      await clock.advance(gap - 10);
      carrier.receive(first!);
      await clock.advance(10);
      carrier.receive(fourth!);
      await clock.advance(79);
      carrier.receive(third!);
      expect(heard).toEqual(['carrier', 'frame 0', 'frame 1', 'frame 2', 'frame 3']);
      expect(carrier.counts).toMatchObject({ lost: 0, repeated: 0 });
    },
  );

  it('is given up after 80 ms', async () => {
    const { clock, carrier, heard } = carrierAlone();
    const [up, , second] = block(2);
    for (const octets of [up!, second!]) carrier.receive(octets);
    await clock.advance(79);
    expect(heard).toEqual(['carrier']);
    await clock.advance(1);
    expect(heard).toEqual(['carrier', 'frame 1']);
    expect(carrier.counts.lost).toBe(1);
  });
});

describe('the end', () => {
  it('of a signal of which nothing more comes is told after 15 s', async () => {
    const { clock, heard, say } = carrierAlone();
    say('v17-14400-long');
    await clock.advance(10_000);
    say('v17-14400-long');
    await clock.advance(14_999);
    expect(heard).toEqual(['carrier']);
    await clock.advance(2);
    expect(heard).toEqual(['carrier', 'carrier-lost']);
  });

  it('of the call ends what is under way, once', async () => {
    const { clock, carrier, heard, say, ended, sent } = carrierAlone();
    const sending = carrier.sendFrames('v21-300', 'long', [mcf]);
    await clock.advance(100);
    await carrier.hangUp();
    await carrier.hangUp();
    await expect(sending).rejects.toThrow('the call is over');
    await expect(carrier.silence(10)).rejects.toThrow('the call is over');
    say('v21-preamble');
    expect(heard).toEqual([]);
    expect(ended()).toBe(1);
    expect(sent.at(-1)).toBe('100 no-signal');
  });

  it('of the line is told', async () => {
    const { carrier, heard, ended } = carrierAlone();
    carrier.fail(new Error('gone'));
    carrier.fail(new Error('gone'));
    expect(heard).toEqual(['failed']);
    expect(ended()).toBe(1);
  });
});
