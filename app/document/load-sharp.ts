type SharpModule = typeof import('sharp')['default'];

let loaded: Promise<SharpModule> | null = null;

/** libvips by way of sharp, loaded when the first picture comes: most threads never see one. */
export function loadSharp(): Promise<SharpModule> {
  loaded ??= import('sharp').then(({ default: sharp }) => {
    // Each thread is one of the pool already; libvips' own threads and cache would only take from the others.
    sharp.concurrency(1);
    sharp.cache(false);
    return sharp;
  });
  return loaded;
}
