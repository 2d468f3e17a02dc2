import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { FaxError } from '../model/errors.ts';

const fileSchema = z.record(z.string(), z.string());

/** Texts by name in a file of mode 0600. It is written whole, one writing after another. */
export class SecretTexts {
  readonly #path: string;
  #last: Promise<unknown> = Promise.resolve();

  /** @param path absolute; the file need not be there */
  constructor(path: string) {
    this.#path = path;
  }

  /** All of them. Throws `SECRET_LOCKED` where the file cannot be read. */
  async read(): Promise<Readonly<Record<string, string>>> {
    try {
      return fileSchema.parse(JSON.parse(await readFile(this.#path, 'utf8')));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
      throw new FaxError('SECRET_LOCKED', { cause: error });
    }
  }

  /** Keeps a text, durable when it resolves; null forgets it. Throws `SECRET_LOCKED`, `WRITE_FAILED`. */
  put(name: string, text: string | null): Promise<void> {
    const turn = this.#last.then(() => this.#put(name, text));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #put(name: string, text: string | null): Promise<void> {
    const { [name]: before, ...others } = await this.read();
    if (before === undefined && text === null) return;
    const part = `${this.#path}.part`;
    try {
      await writeFile(part, JSON.stringify(text === null ? others : { ...others, [name]: text }), {
        mode: 0o600,
        flush: true,
      });
      await rename(part, this.#path);
    } catch (error) {
      throw new FaxError('WRITE_FAILED', { cause: error });
    }
  }
}
