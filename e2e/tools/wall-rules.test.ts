import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { brokenWalls, projectFiles } from './wall-rules.ts';

const messages = (path: string, text: string) => brokenWalls(path, text).map((each) => each.message);

describe('the walls', () => {
  it.each([
    ['app/server/fax-server.ts', "import { a } from '../t30/frames.ts';", /server may not import t30/],
    ['app/server/fax-server.ts', "import type { A } from '../image/bitmap.ts';", /server may not import image/],
    [
      'renderer/app.tsx',
      "export * from '../app/server/fax-server.ts';",
      /renderer may not import server.*app\/contract/,
    ],
    ['renderer/app.tsx', "export { a } from '../main/main.ts';", /renderer may not import main/],
    ['renderer/app.tsx', "const a = await import('../app/store/store.ts');", /renderer may not import store/],
    ['renderer/app.tsx', "type A = import('../app/office/office.ts').Office;", /renderer may not import office/],
    ['app/cli/main.ts', "const a = require('../store/store.ts');", /cli may not import store/],
    [
      'app/t30/session.ts',
      "new Worker(new URL('../document/pages-worker.ts', import.meta.url));",
      /t30 may not import document/,
    ],
    ['app/model/job.ts', "import { readFile } from 'node:fs/promises';", /model may not import node:fs/],
    ['app/contract/door.ts', "import '../lines/fax-line.ts';", /contract may not import lines/],
    ['app/office/office.ts', "import { app } from 'electron';", /office may not import electron/],
    ['app/server/a.ts', "import { useState } from 'react';", /server may not import react/],
    [
      'preload/index.ts',
      "import '../app/model/job.ts'; import '../app/office/office.ts';",
      /preload may not import office/,
    ],
    ['app/image/tiff.ts', "import '../../e2e/bench/bench.ts';", /the product stands without it/],
    ['app/office/office.ts', 'const text = fs.readFileSync(path);', /readFileSync blocks the main thread/],
    ['app/office/office.ts', 'const a = await import(name);', /cannot be read by the checker/],
  ])('%s: %s is refused', (path, text, message) => {
    expect(messages(path, text).join()).toMatch(message);
  });

  it.each([
    ['app/server/fax-server.ts', "import { createLine } from '../lines/open-line.ts';"],
    ['app/t30/session.ts', "import { createBitmap } from '../image/bitmap.ts';"],
    ['renderer/app.tsx', "import { applyChanges } from '../app/contract/snapshot.ts'; import 'react';"],
    ['main/main.ts', "import { app } from 'electron'; import { enterOffice } from '../app/office/office.ts';"],
    ['app/server/queue.test.ts', "import { createBitmap } from '../image/bitmap.ts';"],
    ['app/document/text.ts', "const font = new URL('../../resources/fonts/a.ttf', import.meta.url);"],
    ['app/store/store.ts', '// import "../cli/main.ts" in words only\nconst database = new DatabaseSync(path);'],
  ])('%s: %s is allowed', (path, text) => {
    expect(messages(path, text)).toEqual([]);
  });

  it('says where', () => {
    expect(brokenWalls('app/model/a.ts', "\n\nimport 'node:os';")[0]).toMatchObject({
      path: 'app/model/a.ts',
      line: 3,
    });
  });

  it('stand in this project, which has files', async () => {
    const files = await projectFiles(new URL('../../', import.meta.url).pathname);
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap((file) => brokenWalls(file.path, file.text))).toEqual([]);
  });

  it('make the checker fail when one is broken, and when it sees no files', async () => {
    const top = await mkdtemp(join(tmpdir(), 'walls-'));
    const tool = new URL('./walls.ts', import.meta.url).pathname;
    const check = () => promisify(execFile)(process.execPath, [tool, top]);
    try {
      await expect(check()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('no files were seen') });
      await mkdir(join(top, 'renderer'));
      await writeFile(join(top, 'renderer/app.tsx'), "import '../app/store/store.ts';");
      await expect(check()).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('renderer may not import store'),
      });
      await writeFile(join(top, 'renderer/app.tsx'), "import '../app/contract/door.ts';");
      expect((await check()).stdout).toContain('1 files, 0 broken');
    } finally {
      await rm(top, { recursive: true });
    }
  });
});
