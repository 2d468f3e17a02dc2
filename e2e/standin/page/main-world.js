/**
 * What a document runs in its own world before its scripts: the page's side of the bridge, and what Electron's browser
 * process would do for `window.open`, links to new windows and `fetch` of the app's schemes.
 *
 * Its source is run in the page: it closes over nothing of this file.
 */
export function mainWorld(token, makeBridge, options) {
  if (window !== window.top) return;
  makeBridge(token, 'main');
  const tell = (what, detail) => window.dispatchEvent(new CustomEvent(`${token}:${what}`, { detail }));

  // The host answers later, so an allowed window.open() returns null here too.
  window.open = (url = '', frameName = '', features = '') => {
    const address = url ? new URL(url, location.href).href : 'about:blank';
    tell('open', { url: address, frameName, features, disposition: 'new-window' });
    return null;
  };
  document.addEventListener('click', (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    const asksForNew = link?.target === '_blank' || event.ctrlKey || event.metaKey;
    if (!link?.href || event.defaultPrevented || !asksForNew) return;
    event.preventDefault();
    const disposition = link.target === '_blank' ? 'foreground-tab' : 'background-tab';
    tell('open', { url: link.href, frameName: '', features: '', disposition });
  });

  // fetch() refuses schemes that Chromium does not know before any request is made: those go to the host.
  const realFetch = window.fetch;
  const waiting = new Map();
  let lastId = 0;
  const fetched = ({ detail }) => {
    const { resolve, reject } = waiting.get(detail.id);
    waiting.delete(detail.id);
    if (detail.error) reject(new TypeError('Failed to fetch'));
    else resolve(new Response(detail.body, { status: detail.status, headers: detail.headers }));
  };
  window.addEventListener(`${token}:fetched`, fetched, true);
  const askHost = async (request) => {
    const { url, method } = request;
    const body = await request.arrayBuffer();
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      tell('fetch', { id, url, method, headers: [...request.headers], body });
    });
  };
  window.fetch = function fetch(input, init) {
    const address = input instanceof Request ? input.url : new URL(String(input), location.href).href;
    const own = options.schemes.includes(address.slice(0, address.indexOf(':')));
    return own ? askHost(new Request(input, init)) : realFetch.call(window, input, init);
  };
}
