import { describe, expect, it } from 'vitest';
import type { Modulation } from '../../t30/carrier.ts';
import {
  dataTypeOf,
  indicatorOf,
  leadTime,
  modulationOfData,
  modulationOfIndicator,
  packetsOfFrames,
  streamPacketOctets,
} from './pacing.ts';

const dcs = Uint8Array.of(0xff, 0xc8, 0xc1, 0x00, 0x46, 0x1f, 0x22);
const mcf = Uint8Array.of(0xff, 0xc8, 0x31);

describe('what a burst of frames is sent as', () => {
  it('puts each frame into one packet, and the end of the signal into the last', () => {
    const packets = packetsOfFrames('v21-300', 'long', [mcf, dcs]).map(({ ifp }) =>
      ifp.kind === 'indicator' ? ifp.indicator : ifp.fields.map(({ type }) => type).join(' '),
    );
    expect(packets).toEqual(['v21-preamble', 'hdlc-data hdlc-fcs-ok', 'hdlc-data hdlc-fcs-ok-sig-end', 'no-signal']);
  });

  it('sends V.21 frames three times, and of a block the last frame alone', () => {
    expect(packetsOfFrames('v21-300', 'long', [mcf, dcs]).map(({ copies }) => copies)).toEqual([3, 3, 3, 3]);
    expect(packetsOfFrames('v29-9600', 'long', [mcf, mcf, mcf]).map(({ copies }) => copies)).toEqual([3, 1, 1, 3, 3]);
  });

  it('has a packet due when its last bit would be on the line', () => {
    const [preamble, frame, silence] = packetsOfFrames('v21-300', 'long', [mcf]);
    expect(preamble?.at).toBe(0);
    // 1 s of flags, 40 bits of frame and FCS with few stuffed zeros, and a flag of 8 bits, at 300 bit/s.
    expect(frame?.at).toBeGreaterThanOrEqual(1000 + (48 / 300) * 1000);
    expect(frame?.at).toBeLessThan(1000 + (54 / 300) * 1000);
    expect(silence?.at).toBe(frame?.at);
  });
});

describe('the wait before data', () => {
  it.each<[Modulation, 'long' | 'short', 'frames' | 'stream', number]>([
    ['v21-300', 'long', 'frames', 1000],
    ['v27ter-2400', 'long', 'stream', 943],
    ['v27ter-4800', 'short', 'frames', 908],
    ['v29-7200', 'long', 'stream', 234],
    ['v29-9600', 'short', 'frames', 434],
    ['v17-14400', 'long', 'stream', 1393],
    ['v17-7200', 'short', 'stream', 142],
    ['v17-12000', 'short', 'frames', 342],
  ])('%s, %s training, %s: %i ms', (modulation, training, kind, milliseconds) => {
    expect(leadTime(modulation, training, kind)).toBe(milliseconds);
  });
});

describe('names of modulations', () => {
  it.each<Modulation>([
    'v21-300',
    'v27ter-2400',
    'v27ter-4800',
    'v29-7200',
    'v29-9600',
    'v17-7200',
    'v17-9600',
    'v17-12000',
    'v17-14400',
  ])('%s comes back from its indicators and its data', (modulation) => {
    expect(modulationOfData(dataTypeOf(modulation))).toBe(modulation);
    expect(modulationOfIndicator(indicatorOf(modulation, 'long'))).toBe(modulation);
    expect(modulationOfIndicator(indicatorOf(modulation, 'short'))).toBe(modulation);
  });

  it('knows none for what we do not have', () => {
    expect(modulationOfIndicator('v34-pri-channel')).toBeNull();
    expect(modulationOfData('v33-14400')).toBeNull();
  });
});

it('cuts a stream into what a modem sends in 30 ms', () => {
  expect(streamPacketOctets('v17-14400', true)).toBe(54);
  expect(streamPacketOctets('v27ter-2400', true)).toBe(9);
});
