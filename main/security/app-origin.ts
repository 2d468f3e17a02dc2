/** Scheme and origin under which the window is loaded: the built renderer and nothing else. */
export const appScheme = 'app';
export const appOrigin = 'app://console';
export const appPage = `${appOrigin}/index.html`;

/** True for an address of the window's own origin; anything that does not parse is not. */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return `${protocol}//${host}` === appOrigin && username === '' && password === '';
}
