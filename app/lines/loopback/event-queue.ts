/** Callbacks by the time they are due; those due at the same time keep their order. A binary heap. */
export class EventQueue {
  readonly #heap: QueuedEvent[] = [];
  #sequence = 0;

  add(at: number, callback: () => void): QueuedEvent {
    const event: QueuedEvent = { at, sequence: this.#sequence++, callback };
    this.#heap.push(event);
    this.#rise(this.#heap.length - 1);
    return event;
  }

  /** Takes an event back; it stays in the queue without effect until its time. */
  cancel(event: QueuedEvent): void {
    event.callback = null;
  }

  /** The next event that is still wanted, without taking it. */
  peek(): QueuedEvent | undefined {
    while (this.#heap[0]?.callback === null) this.#take();
    return this.#heap[0];
  }

  /** Takes the next event that is still wanted. */
  take(): QueuedEvent | undefined {
    return this.peek() && this.#take();
  }

  #take(): QueuedEvent | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first;
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(this.#heap[at]!, this.#heap[parent]!)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= this.#heap.length) return;
      const right = left + 1;
      const least = right < this.#heap.length && before(this.#heap[right]!, this.#heap[left]!) ? right : left;
      if (!before(this.#heap[least]!, this.#heap[at]!)) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(a: number, b: number): void {
    const kept = this.#heap[a]!;
    this.#heap[a] = this.#heap[b]!;
    this.#heap[b] = kept;
  }
}

/** An event in an {@link EventQueue}; `callback` is null when it was taken back. */
export interface QueuedEvent {
  readonly at: number;
  readonly sequence: number;
  callback: (() => void) | null;
}

function before(a: QueuedEvent, b: QueuedEvent): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}
