import { describe, expect, it } from 'vitest';
import { FrameMender, type HoledFrame } from './t38-carrier-mending.ts';

const pps = [0xff, 0xc8, 0xfd, 0xf4, 0x00, 0x00, 0x1f];
/** The frame with these places lost. */
const without = (frame: readonly number[], ...lost: readonly number[]): HoledFrame =>
  frame.map((octet, i) => (lost.includes(i) ? null : octet));

describe('a frame with holes', () => {
  it('is made whole by a repeat with other holes', () => {
    const mender = new FrameMender();
    expect(mender.mend(without(pps, 3), true)).toBeNull();
    expect(mender.mend(without(pps, 5, 6), true)).toEqual(Uint8Array.from(pps));
  });

  it('is made whole by several, each with some of it', () => {
    const mender = new FrameMender();
    expect(mender.mend(without(pps, 3, 4, 6), true)).toBeNull();
    expect(mender.mend(without(pps, 3, 5, 6), true)).toBeNull();
    expect(mender.mend(without(pps, 3), true)).toBeNull();
    expect(mender.mend(without(pps, 4), true)).toEqual(Uint8Array.from(pps));
  });

  it('needs neither its address nor, at the end of a burst, its control octet', () => {
    expect(new FrameMender().mend(without(pps, 0, 1), true)).toEqual(Uint8Array.from(pps));
    expect(new FrameMender().mend(without(pps, 1), false)).toBeNull();
  });

  it('is not mended where its control field is missing: it could be any', () => {
    const mender = new FrameMender();
    const mcf = [0xff, 0xc8, 0x31];
    expect(mender.mend(without(mcf, 2), true)).toBeNull();
    expect(mender.mend(without(mcf, 2), true)).toBeNull();
  });

  it('may lack its control field where enough else of it is known', () => {
    const mender = new FrameMender();
    const dis = [0xff, 0xc8, 0x01, 0x20, 0x77, 0x5f, 0x23, 0x01];
    expect(mender.mend(without(dis, 2), true)).toBeNull();
    expect(mender.mend(without(dis, 4), true)).toEqual(Uint8Array.from(dis));
    mender.mend(without(pps, 2, 3), true);
    expect(mender.mend(without(pps, 4), true)).toBeNull();
  });

  it('is not mended by a frame that says something else', () => {
    const mender = new FrameMender();
    mender.mend(without(pps, 3), true);
    const next = [...pps.slice(0, 6), 0x07];
    expect(mender.mend(without(next, 4), true)).toBeNull();
    mender.mend(without([...pps, 0], 3), true);
    expect(mender.mend(without(pps, 4), true)).toBeNull();
  });

  it('is not mended by one from before a whole one of its kind', () => {
    const mender = new FrameMender();
    mender.mend(without(pps, 3), true);
    mender.heard(Uint8Array.from(pps));
    expect(mender.mend(without(pps, 4), true)).toBeNull();
  });
});
