/** What a campaign has seen: kinds of things, each with how often. */
export class Tally {
  readonly #counts = new Map<string, Map<string, number>>();

  count(kind: string, what: string, times = 1): void {
    const kept = this.#counts.get(kind) ?? new Map<string, number>();
    this.#counts.set(kind, kept);
    kept.set(what, (kept.get(what) ?? 0) + times);
  }

  of(kind: string, what: string): number {
    return this.#counts.get(kind)?.get(what) ?? 0;
  }

  some(kind: string, fits: (what: string) => boolean): boolean {
    return [...(this.#counts.get(kind)?.keys() ?? [])].some(fits);
  }

  total(kind: string): number {
    return [...(this.#counts.get(kind)?.values() ?? [])].reduce((sum, times) => sum + times, 0);
  }

  /** As plain data, for another thread. */
  get data(): readonly (readonly [kind: string, what: string, times: number])[] {
    return [...this.#counts].flatMap(([kind, kept]) => [...kept].map(([what, times]) => [kind, what, times] as const));
  }

  add(data: Tally['data']): void {
    for (const [kind, what, times] of data) this.count(kind, what, times);
  }

  /** One line for each kind, the most frequent first. */
  lines(): string[] {
    return [...this.#counts]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([kind, kept]) => {
        const all = [...kept].sort(([a, first], [b, second]) => second - first || a.localeCompare(b));
        return `${kind} (${all.length}): ${all.map(([what, times]) => `${what} ${times}`).join(', ')}`;
      });
  }

  /** How many different things of a kind were seen. */
  size(kind: string): number {
    return this.#counts.get(kind)?.size ?? 0;
  }
}
