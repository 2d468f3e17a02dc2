/** One thing after another: filing, erasing and copying never see each other's work half done. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does the work when all that came before is done. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
