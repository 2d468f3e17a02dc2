import { existsSync, readFileSync } from 'node:fs';
import { asElectron } from './as-electron.ts';

/** Electron's `nativeImage`: PNG octets, not drawn. */
export class StandinNativeImage implements Pick<Electron.NativeImage, 'isEmpty' | 'toPNG' | 'toDataURL' | 'getSize'> {
  readonly #png: Buffer;

  private constructor(png: Buffer) {
    this.#png = png;
  }

  static createEmpty(): Electron.NativeImage {
    return asElectron.image(new StandinNativeImage(Buffer.alloc(0)));
  }
  static createFromPath(path: string): Electron.NativeImage {
    return asElectron.image(new StandinNativeImage(existsSync(path) ? readFileSync(path) : Buffer.alloc(0)));
  }
  static createFromBuffer(png: Buffer): Electron.NativeImage {
    return asElectron.image(new StandinNativeImage(png));
  }

  isEmpty(): boolean {
    return this.#png.length === 0;
  }
  toPNG(): Buffer {
    return this.#png;
  }
  toDataURL(): string {
    return `data:image/png;base64,${this.#png.toString('base64')}`;
  }
  getSize(): Electron.Size {
    if (this.#png.length < 24) return { width: 0, height: 0 };
    return { width: this.#png.readUInt32BE(16), height: this.#png.readUInt32BE(20) };
  }
}
