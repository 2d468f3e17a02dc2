import { join } from 'node:path';
import { FaxError } from '../../app/model/errors.ts';
import { fileSecrets, type Secrets, sealedSecretsFile } from '../../app/office/file-secrets.ts';
import { SecretTexts } from '../../app/office/secret-texts.ts';

/** What of Electron's `safeStorage` is used. */
export interface Sealing {
  isEncryptionAvailable(): boolean;
  /** Linux only: `basic_text` stands for a key that everybody knows. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
}

const unsealed = {
  message: 'This system has no keyring, so the mail server’s password is kept in a file that only you can read.',
  next: 'Unlock or install a keyring, then give the password again.',
} as const;

/**
 * The console's secrets: sealed by the system's own store, the sealed text in a file of the data folder, mode 0600. What
 * was sealed by another user or on another machine is locked. Where the system has no such store they lie in the file of
 * a server without a window, and `warning` says so.
 *
 * What a server without a window was given stays readable here; a secret that is set here leaves its file.
 */
export function sealedSecrets(dataDir: string, sealing: Sealing): Secrets {
  const open = fileSecrets(dataDir);
  const sealed = new SecretTexts(join(dataDir, sealedSecretsFile));
  const canSeal = (): boolean =>
    sealing.isEncryptionAvailable() && sealing.getSelectedStorageBackend?.() !== 'basic_text';
  /** One was read from the open file, or written to it, since nothing can be sealed. */
  let isOpen = false;
  return {
    get: async (name) => {
      const text = (await sealed.read())[name];
      if (text === undefined) {
        const value = await open.get(name);
        isOpen = value !== null && !canSeal();
        return value;
      }
      if (!canSeal()) throw new FaxError('SECRET_LOCKED');
      try {
        return sealing.decryptString(Buffer.from(text, 'base64'));
      } catch (error) {
        throw new FaxError('SECRET_LOCKED', { cause: error });
      }
    },
    set: async (name, value) => {
      const seals = value !== null && canSeal();
      // The file's own `set` takes a sealed text of the name away.
      await open.set(name, seals ? null : value);
      if (seals) await sealed.put(name, sealing.encryptString(value).toString('base64'));
      isOpen = value !== null && !seals;
    },
    warning: () => (isOpen ? unsealed : null),
  };
}
