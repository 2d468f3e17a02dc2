import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');

/** Modules as electron-builder itself finds them: they are its dependencies, not ours. */
const ofBuilder = createRequire(createRequire(import.meta.url).resolve('app-builder-lib/package.json'));
const yaml = ofBuilder('js-yaml') as { readonly load: (text: string) => unknown };
const fuses = ofBuilder('@electron/fuses') as { readonly FuseV1Options: Readonly<Record<string, unknown>> };

type Validate = (configuration: object, logger: { readonly isEnabled: boolean }) => Promise<void>;
/** electron-builder's own check, which it runs before it builds. */
const { validateConfiguration: validate } = ofBuilder('./out/util/config/config.js') as {
  readonly validateConfiguration: Validate;
};

/** What these tests look at; the rest is held by electron-builder's own schema. */
const configurationSchema = z.looseObject({
  files: z.array(z.string()),
  asarUnpack: z.array(z.string()),
  electronFuses: z.record(z.string(), z.boolean()),
  fileAssociations: z.array(z.looseObject({ ext: z.string(), rank: z.string() })),
});

async function configuration(): Promise<z.infer<typeof configurationSchema>> {
  return configurationSchema.parse(yaml.load(await readFile(join(root, 'electron-builder.yml'), 'utf8')));
}

describe('the packaging configuration', () => {
  it("passes electron-builder's schema, which refuses an unknown option", async () => {
    await validate(await configuration(), { isEnabled: false });
    await expect(validate({ ...(await configuration()), unknownOption: 1 }, { isEnabled: false })).rejects.toThrow(
      /unknownOption/,
    );
  });

  it('sets every fuse there is, as reviewed', async () => {
    const { electronFuses } = await configuration();
    expect(electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
    // A fuse that Electron adds must be reviewed too.
    const known = Object.keys(fuses.FuseV1Options).filter((name) => Number.isNaN(Number(name)));
    const named = Object.keys(electronFuses).map((name) => name.toLowerCase());
    expect(known.filter((name) => !named.includes(name.toLowerCase()))).toEqual([]);
  });

  it('ships no sources and no maps, and unpacks what the system must load', async () => {
    const { files, asarUnpack } = await configuration();
    expect(files).toEqual(expect.arrayContaining(['out/**', '!**/*.map', '!**/*.{ts,tsx,cts,mts}']));
    expect(files.filter((each) => /^(app|main|renderer|e2e|node_modules)/.test(each))).toEqual([]);
    expect(asarUnpack.join()).toMatch(/sharp.*@img.*@serialport.*pdfium/);
  });

  it('offers to open documents and takes none over', async () => {
    const { fileAssociations } = await configuration();
    expect(fileAssociations.map(({ ext, rank }) => [ext, rank])).toEqual([
      ['pdf', 'Alternate'],
      ['tif', 'Alternate'],
      ['tiff', 'Alternate'],
    ]);
  });
});
