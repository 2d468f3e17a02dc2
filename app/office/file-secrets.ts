import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FaxError } from '../model/errors.ts';
import type { Secrets } from '../server/embedded/secrets.ts';

const fileSchema = z.record(z.string(), z.string());

/**
 * Secrets of a server without a window: a variable `FAX_SECRET_SMTP_PASSWORD` where one is set, else `secrets.json` in
 * the data folder, mode 0600.
 */
export function fileSecrets(dataDir: string, environment: NodeJS.ProcessEnv = process.env): Secrets {
  const path = join(dataDir, 'secrets.json');
  const read = async (): Promise<Record<string, string>> => {
    try {
      return fileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
      throw new FaxError('SECRET_LOCKED', { cause: error });
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  const write = async (name: string, value: string | null): Promise<void> => {
    const { [name]: _, ...others } = await read();
    const next = value === null ? others : { ...others, [name]: value };
    try {
      await writeFile(`${path}.part`, JSON.stringify(next), { mode: 0o600, flush: true });
      await rename(`${path}.part`, path);
    } catch (error) {
      throw new FaxError('WRITE_FAILED', { cause: error });
    }
  };
  return {
    get: async (name) => environment[variableOf(name)] ?? (await read())[name] ?? null,
    set: (name, value) => {
      const turn = last.then(() => write(name, value));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** `smtpPassword` as `FAX_SECRET_SMTP_PASSWORD`. */
const variableOf = (name: string): string => `FAX_SECRET_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
