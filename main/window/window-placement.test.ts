import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeWindow, smallestSize } from './window-placement.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 1280, height: 1000 };
const state = (x: number, y: number, width: number, height: number) => ({ x, y, width, height, maximized: false });

describe('the window is placed', () => {
  it('in the middle of the primary screen at first', () => {
    expect(placeWindow(null, [screen])).toEqual({ x: 320, y: 120, width: 1280, height: 800 });
  });
  it('where it was', () => {
    expect(placeWindow(state(100, 50, 900, 700), [screen])).toEqual({ x: 100, y: 50, width: 900, height: 700 });
    expect(placeWindow(state(2000, 50, 900, 700), [screen, second])).toMatchObject({ x: 2000 });
  });
  it('on the primary screen when its own is gone', () => {
    expect(placeWindow(state(2000, 50, 900, 700), [screen])).toEqual({ x: 510, y: 170, width: 900, height: 700 });
  });
  it('whole on the screen that holds a part of it', () => {
    expect(placeWindow(state(1700, 900, 900, 700), [screen])).toEqual({ x: 1020, y: 340, width: 900, height: 700 });
  });
  it('within the screen when that became smaller', () => {
    const small = { x: 0, y: 0, width: 1024, height: 700 };
    expect(placeWindow(state(0, 0, 1900, 1000), [small])).toEqual(small);
  });
  it('at a sound size on any screens', () => {
    const number = fc.integer({ min: -5000, max: 5000 });
    const size = fc.integer({ min: 1, max: 6000 });
    const area = fc.record({
      x: number,
      y: number,
      width: fc.integer({ min: 800, max: 5000 }),
      height: fc.integer({ min: 600, max: 3000 }),
    });
    const place = fc.record({ x: number, y: number, width: size, height: size, maximized: fc.boolean() });
    fc.assert(
      fc.property(place, fc.array(area, { minLength: 1, maxLength: 3 }), (remembered, areas) => {
        const at = placeWindow(remembered, areas);
        const inside = areas.some(
          (each) =>
            at.x >= each.x &&
            at.y >= each.y &&
            at.x + at.width <= each.x + each.width &&
            at.y + at.height <= each.y + each.height,
        );
        return inside && at.width >= smallestSize.width && at.height >= smallestSize.height;
      }),
    );
  });
});
