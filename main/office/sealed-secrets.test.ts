import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileSecrets } from '../../app/office/file-secrets.ts';
import { type Sealing, sealedSecrets } from './sealed-secrets.ts';

let folder: string;

/** Turns a text round, under a key of its own: what another key has sealed it cannot open. */
const sealingOf = (key: string, backend = 'gnome_libsecret'): Sealing => ({
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => backend,
  encryptString: (text) => Buffer.from(`${key}:${[...text].reverse().join('')}`),
  decryptString: (sealed) => {
    const text = sealed.toString();
    if (!text.startsWith(`${key}:`)) throw new Error('Error while decrypting the ciphertext.');
    return [...text.slice(key.length + 1)].reverse().join('');
  },
});
const secretsOf = (sealing: Sealing) => sealedSecrets(folder, sealing);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fax-secrets-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('sealed secrets', () => {
  it('are read again, and lie in the data folder sealed, for their user alone', async () => {
    await secretsOf(sealingOf('a')).set('smtpPassword', 'open sesame');
    expect(await secretsOf(sealingOf('a')).get('smtpPassword')).toBe('open sesame');
    const file = join(folder, 'sealed-secrets.json');
    expect(await readFile(file, 'utf8')).not.toContain('sesame');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(secretsOf(sealingOf('a')).warning?.()).toBeNull();
  });

  it('are locked for another machine, for a system without a keyring and for a server without a window', async () => {
    await secretsOf(sealingOf('a')).set('smtpPassword', 'open sesame');
    const elsewhere = [
      secretsOf(sealingOf('b')),
      secretsOf(sealingOf('a', 'basic_text')),
      secretsOf({ ...sealingOf('a'), isEncryptionAvailable: () => false }),
      fileSecrets(folder, {}),
    ];
    for (const secrets of elsewhere)
      await expect(secrets.get('smtpPassword')).rejects.toMatchObject({ code: 'SECRET_LOCKED' });
    expect(await fileSecrets(folder, { FAX_SECRET_SMTP_PASSWORD: 'x' }).get('smtpPassword')).toBe('x');
  });

  it('give way to what is set later, on either side', async () => {
    await secretsOf(sealingOf('a')).set('smtpPassword', 'first');
    await fileSecrets(folder, {}).set('smtpPassword', 'second');
    expect(await secretsOf(sealingOf('a')).get('smtpPassword')).toBe('second');
    await secretsOf(sealingOf('a')).set('smtpPassword', 'third');
    expect(await secretsOf(sealingOf('a')).get('smtpPassword')).toBe('third');
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).toBe('{}');
    await secretsOf(sealingOf('a')).set('smtpPassword', null);
    expect(await secretsOf(sealingOf('a')).get('smtpPassword')).toBeNull();
  });

  it('lie in a file where nothing can be sealed, which is said', async () => {
    const secrets = secretsOf(sealingOf('a', 'basic_text'));
    await secrets.set('smtpPassword', 'one');
    await secrets.set('smtpPassword', 'two');
    expect(await secrets.get('smtpPassword')).toBe('two');
    expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600);
    expect(secrets.warning?.()?.message).toContain('no keyring');
    const later = secretsOf(sealingOf('a', 'basic_text'));
    await later.get('smtpPassword');
    expect(later.warning?.()).not.toBeNull();
    await later.set('smtpPassword', null);
    expect(later.warning?.()).toBeNull();
  });
});
