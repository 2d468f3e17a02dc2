import { fileURLToPath } from 'node:url';

/** The files that a `text/uri-list` names (RFC 2483): one address a line, `#` begins a comment, only `file:` counts. */
export function pathsOfUriList(list: string): readonly string[] {
  return list
    .split(/\r?\n/)
    .filter((line) => line.startsWith('file:') && URL.canParse(line))
    .flatMap((line) => {
      try {
        return [fileURLToPath(line)];
      } catch (thrown) {
        // A host, an escaped separator or a broken escape: no path of this machine.
        if (thrown instanceof TypeError || thrown instanceof URIError) return [];
        throw thrown;
      }
    });
}
