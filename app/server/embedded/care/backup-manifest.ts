import { z } from 'zod';

/** The first entry of a backup: what follows, in this order, and nothing else. */
export const MANIFEST = 'manifest.json';

/**
 * Folders of the data folder that a backup holds; archives below the data folder are among them by their own names. The
 * usual one always is: what was filed there stays there when the archive gets another folder.
 */
export const backedUpFolders = ['documents', 'inbox', 'covers', 'recovered', 'archive'] as const;

/** One file of a backup: a relative path with `/`, no part of which climbs, hides or is special to some system. */
const part = String.raw`[^\u0000-\u001f<>:"/\\|?*]*[^\u0000-\u001f<>:"/\\|?*. ]`;
export const backupPathSchema = z
  .string()
  .max(1000)
  .regex(new RegExp(`^${part}(?:/${part})*$`));

const bytes = z.int().nonnegative().max(1_000_000_000_000);

export const backupManifestSchema = z.object({
  format: z.literal('fax-console-backup'),
  version: z.literal(1),
  /** ISO-8601 UTC. */
  at: z.string(),
  /** The data folder as it was named, so that paths in it can be put right. */
  dataDir: z.string().max(4096),
  faxes: z.int().nonnegative(),
  files: z
    .array(z.object({ path: backupPathSchema, bytes, sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
    .max(5_000_000)
    .readonly(),
});
export type BackupManifest = Readonly<z.infer<typeof backupManifestSchema>>;
