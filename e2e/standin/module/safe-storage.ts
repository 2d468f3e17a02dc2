import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';

const key = scryptSync('electron-standin', 'salt', 32);
const MARK = 'v10';

/**
 * Electron's `safeStorage` with a fixed key: sealed text looks like sealed text and is no secret. It says that a keyring
 * is behind it, so that the way through one is walked; `STANDIN_KEYRING=none` is a desktop without one.
 */
export const safeStorage = {
  isEncryptionAvailable: (): boolean => true,
  getSelectedStorageBackend: (): string => (process.env.STANDIN_KEYRING === 'none' ? 'basic_text' : 'gnome_libsecret'),
  encryptString(text: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.from(MARK), nonce, cipher.getAuthTag(), sealed]);
  },
  decryptString(sealed: Buffer): string {
    if (sealed.subarray(0, 3).toString() !== MARK) throw new Error('Error while decrypting the ciphertext.');
    const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(3, 15));
    cipher.setAuthTag(sealed.subarray(15, 31));
    return cipher.update(sealed.subarray(31), undefined, 'utf8') + cipher.final('utf8');
  },
};
