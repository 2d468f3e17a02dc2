/** Places outside that the console may open in the system's browser: https, no credentials, no other port. */
export function isSafeExternalUrl(url: string): boolean {
  if (url.length > 2048 || !URL.canParse(url)) return false;
  const { protocol, username, password, hostname, port } = new URL(url);
  return protocol === 'https:' && username === '' && password === '' && port === '' && hostname.includes('.');
}
