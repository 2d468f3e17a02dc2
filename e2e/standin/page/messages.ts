import { z } from 'zod';

/** What a page's isolated world tells the host. The page is not trusted more here than in Electron. */
export const pageMessageSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('send'), channel: z.string(), args: z.string() }),
  z.object({ t: z.literal('invoke'), id: z.int(), channel: z.string(), args: z.string() }),
  z.object({ t: z.literal('files'), id: z.int(), count: z.int() }),
  z.object({ t: z.literal('fetch'), id: z.int(), req: z.string() }),
  z.object({
    t: z.literal('open'),
    url: z.string(),
    frameName: z.string(),
    features: z.string(),
    disposition: z.enum(['default', 'foreground-tab', 'background-tab', 'new-window', 'other']),
  }),
  z.object({ t: z.literal('unhandled-drop') }),
  z.object({ t: z.literal('preload-error'), message: z.string() }),
]);
export type PageMessage = z.infer<typeof pageMessageSchema>;

/** A `fetch()` of a registered scheme, as the page asks for it. */
export const pageFetchSchema = z.object({
  id: z.int(),
  url: z.string(),
  method: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.instanceof(ArrayBuffer),
});
