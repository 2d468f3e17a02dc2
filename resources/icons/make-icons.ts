import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/*
 * Draws the icons' PNG files from their SVG sources: `node resources/icons/make-icons.ts`. The tray's states share one
 * page and differ by a mark with a shape of its own, so that they can be told apart without colour.
 */
const here = import.meta.dirname;
const appSizes = [16, 32, 48, 64, 128, 256, 512];
const traySize = 16;

const page =
  '<path d="M3.5 1.5h6l3 3v10h-9z" fill="PAPER" stroke="INK" stroke-linejoin="round"/><path d="M9.5 1.5v3h3" fill="none" stroke="INK" stroke-linejoin="round"/>';
const lines = '<path d="M5.5 7h5M5.5 9h5M5.5 11h3" stroke="INK"/>';
/** Clears the paper under a mark. */
const ground = '<circle cx="11.5" cy="11.5" r="4.5" fill="GROUND"/>';

const trayMarks = {
  idle: lines,
  sending: `${lines}${ground}<path d="M11.5 15V9m-2.7 2.3L11.5 8.6l2.7 2.7" fill="none" stroke="BLUE" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>`,
  failed: `${lines}${ground}<path d="M11.5 7.6l4 7.4h-8z" fill="RED"/><path d="M11.5 10.2v2.2m0 .9v.9" stroke="SIGN" stroke-width="1.1"/>`,
  unread: `${lines}<circle cx="11.5" cy="11.5" r="4.5" fill="GROUND"/><circle cx="11.5" cy="11.5" r="3.4" fill="BLUE"/>`,
  offline:
    '<path d="M2 2l12 12" stroke="GROUND" stroke-width="4"/><path d="M2 2l12 12" stroke="INK" stroke-width="1.8" stroke-linecap="round"/>',
} as const;

const colours = {
  PAPER: '#ffffff',
  INK: '#5a6675',
  GROUND: '#ffffff',
  BLUE: '#1b5fd1',
  RED: '#c4302b',
  SIGN: '#ffffff',
};
/** macOS draws a template by its coverage alone. */
const template = { PAPER: 'none', INK: '#000000', GROUND: 'none', BLUE: '#000000', RED: '#000000', SIGN: 'none' };

function traySvg(mark: string, palette: Readonly<Record<string, string>>): string {
  const drawn = `${page}${mark}`.replace(/PAPER|INK|GROUND|BLUE|RED|SIGN/g, (role) => palette[role] ?? 'none');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16"><title>Fax Console</title>${drawn}</svg>\n`;
}

/** `unit` is the drawing's own size: it is rasterised at the wanted one, never scaled up. */
async function draw(svg: string | Buffer, unit: number, size: number, name: string): Promise<void> {
  const source = sharp(Buffer.from(svg), { density: 72 * Math.max(1, size / unit) }).resize(size, size);
  await source.png({ compressionLevel: 9, palette: false }).toFile(join(here, name));
}

await mkdir(join(here, 'app'), { recursive: true });
await mkdir(join(here, 'tray'), { recursive: true });
const app = await readFile(join(here, 'app.svg'));
for (const size of appSizes) await draw(app, 512, size, `app/${size}.png`);
for (const [state, mark] of Object.entries(trayMarks)) {
  const coloured = traySvg(mark, colours);
  await writeFile(join(here, `tray/${state}.svg`), coloured);
  for (const [svg, name] of [
    [coloured, state],
    [traySvg(mark, template), `${state}Template`],
  ] as const) {
    await draw(svg, traySize, traySize, `tray/${name}.png`);
    await draw(svg, traySize, traySize * 2, `tray/${name}@2x.png`);
  }
}
