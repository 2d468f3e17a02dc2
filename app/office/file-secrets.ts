import { join } from 'node:path';
import { FaxError } from '../model/errors.ts';
import type { Secrets } from '../server/embedded/secrets.ts';
import { SecretTexts } from './secret-texts.ts';

export type { Secrets } from '../server/embedded/secrets.ts';

/** Secrets that a console has sealed, in the data folder: only that console on its own machine can read them. */
export const sealedSecretsFile = 'sealed-secrets.json';

/**
 * Secrets of a server without a window: a variable `FAX_SECRET_SMTP_PASSWORD` where one is set, else `secrets.json` in
 * the data folder, mode 0600. What a console has sealed is locked here; a secret that is set takes its place.
 */
export function fileSecrets(dataDir: string, environment: NodeJS.ProcessEnv = process.env): Secrets {
  const open = new SecretTexts(join(dataDir, 'secrets.json'));
  const sealed = new SecretTexts(join(dataDir, sealedSecretsFile));
  return {
    get: async (name) => {
      const known = environment[variableOf(name)] ?? (await open.read())[name];
      if (known !== undefined) return known;
      if ((await sealed.read())[name] === undefined) return null;
      throw new FaxError('SECRET_LOCKED', {
        message: 'A stored password was sealed by the console’s window and cannot be read here.',
        next: `Give it again, or set the variable ${variableOf(name)}.`,
      });
    },
    set: async (name, value) => {
      await open.put(name, value);
      await sealed.put(name, null);
    },
  };
}

/** `smtpPassword` as `FAX_SECRET_SMTP_PASSWORD`. */
const variableOf = (name: string): string => `FAX_SECRET_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
