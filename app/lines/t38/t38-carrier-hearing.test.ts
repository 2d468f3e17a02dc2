import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ifp, IfpDataType, IfpFieldType, IfpIndicator } from './ifp.ts';
import { type HeardSignal, SignalHearing } from './t38-carrier-hearing.ts';

const indicator = (name: IfpIndicator): Ifp => ({ kind: 'indicator', indicator: name });
const data = (type: IfpDataType, ...fields: (readonly [IfpFieldType, ...number[]])[]): Ifp => ({
  kind: 'data',
  type,
  fields: fields.map(([field, ...octets]) => ({
    type: field,
    data: octets.length > 0 ? Uint8Array.from(octets) : null,
  })),
});

const LOST = 'lost';

function inShort(signal: HeardSignal): string {
  switch (signal.kind) {
    case 'carrier':
      return `up ${signal.modulation}`;
    case 'carrier-lost':
      return 'down';
    case 'tone':
      return signal.tone;
    case 'data':
      return `data ${Buffer.from(signal.octets).toString('hex')}`;
    case 'frame':
      return `${signal.frame.fcsOk ? 'frame' : 'bad'} ${Buffer.from(signal.frame.octets).toString('hex')}`;
  }
}

/** What is heard of packets, in short; `lost` stands for a packet that did not come. */
function heardOf(...packets: readonly (Ifp | typeof LOST)[]): string[] {
  const hearing = new SignalHearing();
  let lost = 0;
  return packets.flatMap((packet) => {
    if (packet === LOST) {
      lost += 1;
      return [];
    }
    const heard = hearing.take(packet, lost);
    lost = 0;
    return heard.map(inShort);
  });
}

const mcf = ['up v21-300', 'frame ffc831', 'down'];

describe('a burst of V.21 frames', () => {
  it('is heard octet by octet, as terminals send it', () => {
    const octet = (value: number) => data('v21', ['hdlc-data', value]);
    expect(
      heardOf(
        indicator('v21-preamble'),
        octet(0xff),
        octet(0xc8),
        octet(0x31),
        data('v21', ['hdlc-fcs-ok']),
        data('v21', ['hdlc-sig-end']),
        indicator('no-signal'),
      ),
    ).toEqual(mcf);
  });

  it('is heard in one packet', () => {
    const packet = data('v21', ['hdlc-data', 0xff, 0xc8, 0x31], ['hdlc-fcs-ok-sig-end']);
    expect(heardOf(indicator('v21-preamble'), packet)).toEqual(mcf);
  });

  it('is heard without its preamble, and up is told once where the preamble comes again', () => {
    const packet = data('v21', ['hdlc-data', 0xff, 0xc8, 0x31], ['hdlc-fcs-ok-sig-end']);
    expect(heardOf(packet)).toEqual(mcf);
    expect(heardOf(indicator('v21-preamble'), indicator('v21-preamble'), packet)).toEqual(mcf);
  });

  it('may carry data in its fcs-OK fields', () => {
    expect(
      heardOf(
        indicator('v21-preamble'),
        data('v21', ['hdlc-data', 0xff, 0xc0]),
        data('v21', ['hdlc-fcs-ok', 0x02]),
        data('v21', ['hdlc-fcs-ok-sig-end', 0xff, 0xc8, 0x01]),
      ),
    ).toEqual(['up v21-300', 'frame ffc002', 'frame ffc801', 'down']);
  });

  it('may say its ends again under new numbers', () => {
    const end = data('v21', ['hdlc-fcs-ok-sig-end']);
    expect(heardOf(data('v21', ['hdlc-data', 0xff, 0xc8, 0x31]), end, end, end)).toEqual(mcf);
    const middle = data('v21', ['hdlc-fcs-ok']);
    expect(heardOf(data('v21', ['hdlc-data', 0xff, 0xc8, 0x31]), middle, middle, end)).toEqual(mcf);
  });

  it('ends with no-signal alone, with the next signal, and with the next preamble', () => {
    const start = data('v21', ['hdlc-data', 0xff, 0xc8, 0x31], ['hdlc-fcs-ok']);
    expect(heardOf(start, indicator('no-signal'))).toEqual(mcf);
    expect(heardOf(start, indicator('v17-14400-long'))).toEqual([...mcf, 'up v17-14400']);
    expect(heardOf(start, indicator('v21-preamble'))).toEqual([...mcf, 'up v21-300']);
  });

  it('gives a bad frame for a bad FCS, and for a frame that never ends', () => {
    expect(heardOf(data('v21', ['hdlc-data', 0xff], ['hdlc-fcs-bad-sig-end']))).toEqual([
      'up v21-300',
      'bad ff',
      'down',
    ]);
    expect(heardOf(data('v21', ['hdlc-data', 0xff, 0xc8]), indicator('no-signal'))).toEqual([
      'up v21-300',
      'bad ffc8',
      'down',
    ]);
  });

  it('never gives a frame longer than any can be', () => {
    const piece = data('v21', ['hdlc-data', ...new Array<number>(1000).fill(0xff)]);
    expect(heardOf(piece, piece, data('v21', ['hdlc-fcs-ok-sig-end']))[1]).toMatch(/^bad /);
  });
});

describe('lost packets', () => {
  const end = data('v21', ['hdlc-fcs-ok-sig-end']);

  it('make a bad frame of one with a hole', () => {
    const heard = heardOf(data('v21', ['hdlc-data', 0xff, 0xc8]), LOST, data('v21', ['hdlc-data', 0x04]), end);
    expect(heard).toEqual(['up v21-300', 'bad 04', 'down']);
  });

  it('make a bad frame of one whose beginning is missing', () => {
    const heard = heardOf(indicator('v21-preamble'), LOST, data('v21', ['hdlc-data', 0xc8, 0x31]), end);
    expect(heard).toEqual(['up v21-300', 'bad c831', 'down']);
  });

  it('tell of a frame of which nothing but its end came', () => {
    expect(heardOf(indicator('v21-preamble'), LOST, end)).toEqual(['up v21-300', 'bad ', 'down']);
  });

  it('leave the frame behind them whole', () => {
    const whole = data('v21', ['hdlc-data', 0xff, 0xc8, 0x31], ['hdlc-fcs-ok-sig-end']);
    expect(heardOf(indicator('v21-preamble'), LOST, whole)).toEqual(mcf);
    expect(heardOf(data('v21', ['hdlc-data', 0xff, 0xc0]), LOST, whole)).toEqual(mcf);
    expect(
      heardOf(
        LOST,
        indicator('v21-preamble'),
        data('v21', ['hdlc-data', 0xff]),
        data('v21', ['hdlc-data', 0xc8, 0x31]),
        end,
      ),
    ).toEqual(mcf);
  });

  it('are made good from a repeat, where each octet came in a packet of its own', () => {
    const octets = (...values: readonly (number | null)[]) =>
      values.map((value) => (value === null ? LOST : data('v21', ['hdlc-data', value])));
    const preamble = indicator('v21-preamble');
    expect(
      heardOf(
        preamble,
        ...octets(0xff, 0xc8, 0x3d, null, 0x02),
        end,
        preamble,
        ...octets(0xff, null, 0x3d, 0x01, null),
        end,
      ),
    ).toEqual(['up v21-300', 'bad 02', 'down', 'up v21-300', 'frame ffc83d0102', 'down']);
  });

  it('are not made good in larger pieces, whose lost ones are of unknown size', () => {
    const pieces = data('v21', ['hdlc-data', 0xff, 0xc8, 0x3d]);
    const rest = data('v21', ['hdlc-data', 0x02]);
    const again = heardOf(pieces, LOST, rest, end, pieces, LOST, rest, end);
    expect(again.filter((heard) => heard.startsWith('frame'))).toEqual([]);
  });

  it('leave a hole in a stream, and nothing is put into it', () => {
    const piece = data('v17-9600', ['t4-non-ecm-data', 0, 1]);
    expect(heardOf(indicator('v17-9600-short'), piece, LOST, piece)).toEqual(['up v17-9600', 'data 0001', 'data 0001']);
  });
});

describe('a stream', () => {
  it('may end with the sig-end of HDLC', () => {
    const piece = data('v29-9600', ['t4-non-ecm-data', 7]);
    expect(heardOf(piece, data('v29-9600', ['hdlc-sig-end']))).toEqual(['up v29-9600', 'data 07', 'down']);
  });

  it('may bring its last octets with its end', () => {
    expect(heardOf(data('v29-9600', ['t4-non-ecm-sig-end', 7]))).toEqual(['up v29-9600', 'data 07', 'down']);
  });
});

describe('tones', () => {
  it('are told once each time they come', () => {
    const cng = indicator('cng');
    expect(heardOf(cng, cng, indicator('no-signal'), cng, indicator('ced'), indicator('ced'))).toEqual([
      'cng',
      'cng',
      'ced',
    ]);
  });

  it('are nothing where they are those of modems that we do not have', () => {
    expect(heardOf(indicator('v8-ansam'), data('v8', ['cm-message', 1]))).toEqual([]);
  });
});

describe('any packets at all', () => {
  const indicators: IfpIndicator[] = ['no-signal', 'cng', 'ced', 'v21-preamble', 'v29-9600', 'v17-14400-short'];
  const types: IfpDataType[] = ['v21', 'v29-9600', 'v17-14400', 'v8'];
  const fields: IfpFieldType[] = [
    'hdlc-data',
    'hdlc-sig-end',
    'hdlc-fcs-ok',
    'hdlc-fcs-bad',
    'hdlc-fcs-ok-sig-end',
    't4-non-ecm-data',
    't4-non-ecm-sig-end',
  ];
  const field = fc.record({
    type: fc.constantFrom(...fields),
    data: fc.option(fc.uint8Array({ minLength: 1, maxLength: 300 })),
  });
  const packet: fc.Arbitrary<Ifp> = fc.oneof(
    fc.record({ kind: fc.constant('indicator' as const), indicator: fc.constantFrom(...indicators) }),
    fc.record({
      kind: fc.constant('data' as const),
      type: fc.constantFrom(...types),
      fields: fc.array(field, { maxLength: 4 }),
    }),
  );

  it('tell each carrier once and its loss once, and frames and data only between them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(packet, fc.nat({ max: 2 })), { maxLength: 60 }), (packets) => {
        const hearing = new SignalHearing();
        const heard = packets.flatMap(([ifp, lost]) => [...hearing.take(ifp, lost)]);
        let up = false;
        for (const { kind } of [...heard, ...hearing.giveUp()]) {
          if (kind === 'tone') continue;
          expect(up).toBe(kind !== 'carrier');
          up = kind !== 'carrier-lost';
        }
        expect(up).toBe(false);
        expect(hearing.up).toBeNull();
      }),
    );
  });
});
