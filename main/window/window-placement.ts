import type { Rectangle } from 'electron';
import type { WindowState } from '../preferences.ts';

export const smallestSize = { width: 760, height: 520 } as const;
const usualSize = { width: 1280, height: 800 } as const;

/** How much of the window's title bar must lie on a screen so that it can be taken hold of. */
const GRIP = { width: 120, height: 24 } as const;

/**
 * Where to put the window: as it was left, clamped to the screens that are there now. `workAreas` begins with the
 * primary screen's; without a remembered place, or when that screen is gone, it is centred there.
 */
export function placeWindow(remembered: WindowState | null, workAreas: readonly Rectangle[]): Rectangle {
  const primary = workAreas[0] ?? { x: 0, y: 0, ...usualSize };
  if (remembered === null) return centred(usualSize, primary);
  const area = workAreas.find((each) => gripIsOn(remembered, each));
  if (area === undefined) return centred(remembered, primary);
  const width = clamp(remembered.width, smallestSize.width, area.width);
  const height = clamp(remembered.height, smallestSize.height, area.height);
  return {
    x: clamp(remembered.x, area.x, area.x + area.width - width),
    y: clamp(remembered.y, area.y, area.y + area.height - height),
    width,
    height,
  };
}

function gripIsOn(bounds: Rectangle, area: Rectangle): boolean {
  const across = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  return across >= GRIP.width && bounds.y >= area.y - GRIP.height && bounds.y + GRIP.height <= area.y + area.height;
}

function centred(size: { readonly width: number; readonly height: number }, area: Rectangle): Rectangle {
  const width = clamp(size.width, smallestSize.width, area.width);
  const height = clamp(size.height, smallestSize.height, area.height);
  return {
    x: area.x + Math.max(0, Math.round((area.width - width) / 2)),
    y: area.y + Math.max(0, Math.round((area.height - height) / 2)),
    width,
    height,
  };
}

/** Into the range; where the range is empty (a screen smaller than the window may be), its lower end. */
const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high));
