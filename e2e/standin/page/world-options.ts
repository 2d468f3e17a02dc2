/** What the host tells both worlds of a page. */
export interface WorldOptions {
  readonly schemes: readonly string[];
  readonly preloadPath: string | undefined;
  /** What the preload script's small `process` says. */
  readonly process: object;
}
