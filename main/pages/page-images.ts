import type { Door } from '../../app/contract/door.ts';
import { parsePageUrl } from '../../app/contract/page-url.ts';
import { requests } from '../../app/contract/requests.ts';
import { toFaxError } from '../../app/model/errors.ts';

/**
 * Answers requests under `fax-page://`: one stored page as a PNG, made by whoever owns the data folder (received pages
 * are parsed there in a worker with page, pixel and time limits). A stored page never changes, but a preview may.
 */
export function servePageImages(
  door: Pick<Door, 'request'>,
  onProblem: (error: unknown) => void,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const parsed = request.method === 'GET' ? parsePageUrl(request.url) : undefined;
    const input = requests['pages.image'].input.safeParse(parsed);
    if (!input.success) return new Response(null, { status: 400 });
    try {
      const { png } = await door.request('pages.image', input.data);
      return new Response(Buffer.from(png, 'base64'), {
        headers: {
          'content-type': 'image/png',
          'cache-control': input.data.source.kind === 'preview' ? 'no-store' : 'private, max-age=3600',
          'x-content-type-options': 'nosniff',
        },
      });
    } catch (thrown) {
      const error = toFaxError(thrown);
      if (error.code === 'INTERNAL') onProblem(thrown);
      return new Response(error.message, { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' } });
    }
  };
}
