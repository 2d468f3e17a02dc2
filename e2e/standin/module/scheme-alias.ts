/*
 * Chromium takes no navigation to a scheme that it was not built with. A page of the app's own scheme is shown under an
 * alias: `app://console/x` as `http://console.app.localhost/x`. Names under `localhost` never leave the machine and
 * are a secure context, as the real scheme is; every request to them is answered by the app's handler. The app's own
 * code sees the real addresses only.
 */
const SUFFIX = '.localhost';

/** The address that Chromium is given for one of a registered standard scheme. */
export function toAlias(url: string): string {
  const match = /^([a-z][a-z\d-]*):\/\/([a-z\d.-]+)(\/.*)?$/i.exec(url);
  if (!match) throw new Error(`electron stand-in: ${url} has no host, which a standard scheme needs`);
  return `http://${match[2]}.${match[1]}${SUFFIX}${match[3] ?? '/'}`;
}

/** The real address of what Chromium shows; anything else is itself. */
export function fromAlias(url: string, schemes: Iterable<string>): string {
  for (const scheme of schemes) {
    const match = new RegExp(`^http://([^/:]+)\\.${scheme}\\.localhost(/.*)?$`).exec(url);
    if (match) return `${scheme}://${match[1]}${match[2] ?? '/'}`;
  }
  return url;
}

export const aliasPattern = (scheme: string): string => `http://*.${scheme}${SUFFIX}/*`;
