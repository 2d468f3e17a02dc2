import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convertOfficeDocument } from './office-converter.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-office-'));
  await writeFile(join(folder, 'letter; rm -rf .docx'), 'a document');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Converts with a script in LibreOffice's place. */
async function convert(script: string, timeLimit = 5000) {
  const program = join(folder, 'soffice');
  await writeFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const workDir = await mkdtemp(join(folder, 'work-'));
  const { signal } = new AbortController();
  const path = join(folder, 'letter; rm -rf .docx');
  return convertOfficeDocument({ path, kind: 'office', workDir, findProgram: async () => program, timeLimit, signal });
}

describe.skipIf(process.platform === 'win32')('LibreOffice, played by a script', () => {
  it('gets a copy under a plain name, an own profile and no way out', async () => {
    const pdf = await convert('for last; do :; done; echo "$* $http_proxy" > "$(dirname "$last")/out/document.pdf"');
    const words = await readFile(pdf, 'utf8');
    expect(words).toMatch(
      /^-env:UserInstallation=file:\/\/\/.*\/profile --headless .*\/document\.docx http:\/\/127\.0\.0\.1:9\n$/,
    );
    expect(words).not.toContain('rm -rf');
  });

  it('that makes nothing, could not open the document', async () => {
    await expect(convert('exit 1')).rejects.toMatchObject({ code: 'CONVERTER_FAILED' });
  });

  it('that hangs is ended with all that it started', async () => {
    const started = performance.now();
    await expect(convert('sleep 30 & sleep 30', 200)).rejects.toMatchObject({ code: 'TIMED_OUT' });
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
