import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../t30/octets.ts';
import { frameBits } from './hdlc-timing.ts';
import { JumpingLineClock } from './jumping-clock.ts';
import { Noise, seededRandom } from './noise.ts';
import { SimulatedClock } from './simulated-clock.ts';

/** Bits of a frame, one by one: the plain way. */
function countBits(octets: Uint8Array): number {
  const bits = [...octets].flatMap((octet) => Array.from({ length: 8 }, (_, i) => (octet >> (7 - i)) & 1));
  let crc = 0xffff;
  for (const bit of bits) crc = (crc ^ bit) & 1 ? (crc >> 1) ^ 0x8408 : crc >> 1;
  for (let i = 0; i < 16; i++) bits.push(((crc ^ 0xffff) >> i) & 1);
  let stuffed = 0;
  let ones = 0;
  for (const bit of bits) {
    ones = bit ? ones + 1 : 0;
    if (ones === 5) {
      stuffed += 1;
      ones = 0;
    }
  }
  return bits.length + stuffed;
}

describe('the length of a frame on the line', () => {
  it('counts FCS and stuffing', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => frameBits(octets) === countBits(octets)));
    expect(frameBits(fromHex('FF C8 31'))).toBe(countBits(fromHex('FF C8 31')));
  });
});

describe('noise', () => {
  it('hits about as many bits as its rate says, the same ones for the same seed', () => {
    const octets = new Uint8Array(100_000);
    const once = new Noise(0.001, seededRandom(5)).flip(octets);
    expect(once.flipped).toBeGreaterThan(700);
    expect(once.flipped).toBeLessThan(900);
    expect(new Noise(0.001, seededRandom(5)).flip(octets)).toEqual(once);
    expect(octets.every((octet) => octet === 0)).toBe(true);
    expect(new Noise(0, seededRandom(5)).flip(octets)).toEqual({ octets, flipped: 0 });
  });
});

describe('the jumping clock', () => {
  it('fires in order of time, then of asking, with promises in between', async () => {
    const clock = new JumpingLineClock();
    const seen: string[] = [];
    clock.after(20, () => seen.push(`b ${clock.now()}`));
    clock.after(10, () => {
      seen.push(`a ${clock.now()}`);
      void Promise.resolve()
        .then(() => Promise.resolve())
        .then(() => clock.after(5, () => seen.push(`a2 ${clock.now()}`)));
    });
    const stop = clock.after(12, () => seen.push('taken back'));
    stop();
    await new Promise<void>((resolve) => clock.after(20, resolve));
    expect(seen).toEqual(['a 10', 'a2 15', 'b 20']);
  });

  it('stands still while it is held', async () => {
    const clock = new JumpingLineClock();
    let fired = false;
    const release = clock.hold();
    const other = clock.hold();
    clock.after(1, () => {
      fired = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    release();
    release();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(fired).toBe(false);
    other();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(fired).toBe(true);
    expect(clock.now()).toBe(1);
  });
});

describe('the simulated clock', () => {
  it('advances by so much, with the timers in it', async () => {
    const clock = new SimulatedClock(1000);
    const seen: number[] = [];
    clock.after(50, () => {
      seen.push(clock.now());
      clock.after(50, () => seen.push(clock.now()));
    });
    clock.after(200, () => seen.push(clock.now()));
    await clock.advance(150);
    expect(seen).toEqual([1050, 1100]);
    expect(clock.now()).toBe(1150);
  });

  it('runs until a promise is settled, rejected ones included', async () => {
    const clock = new SimulatedClock(0);
    expect(await clock.run(new Promise((resolve) => clock.after(3_600_000, () => resolve('done'))))).toBe('done');
    expect(clock.now()).toBe(3_600_000);
    await expect(clock.run(Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
