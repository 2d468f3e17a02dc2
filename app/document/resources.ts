import { fileURLToPath } from 'node:url';

/**
 * Where fonts and samples lie: `resources/` at the top of the source tree when this module runs from source, beside
 * `out/` (`out/main/workers/pages.js`, `out/faxcom/index.js`) when it was bundled.
 */
export function defaultResourcesDir(moduleUrl: string = import.meta.url): string {
  const bundle = /^(.*\/)out\/(?:main|faxcom)\//.exec(moduleUrl);
  return fileURLToPath(new URL('resources', bundle ? bundle[1] : new URL('../../', moduleUrl)));
}

/** The text font and its bold; `LICENSE` lies beside them. */
export const textFontFiles = {
  mono: 'fonts/LiberationMono-Regular.ttf',
  sans: 'fonts/LiberationSans-Regular.ttf',
  sansBold: 'fonts/LiberationSans-Bold.ttf',
} as const;
