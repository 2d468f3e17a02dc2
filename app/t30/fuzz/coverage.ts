import { documentedStates, documentedTransitions, isKnown, normalised, transitionKey } from './transitions.ts';

/** What was reached in many runs: states and transitions, with how often. */
export class Coverage {
  readonly #states = new Map<string, number>();
  readonly #transitions = new Map<string, number>();

  state(place: string): void {
    count(this.#states, place);
  }

  transition(from: string, cause: string, to: string): void {
    count(this.#transitions, transitionKey(from, cause, to));
  }

  /** States and transitions that the table names and no run reached. */
  missing(): readonly string[] {
    const seen = this.#normalised();
    return [
      ...documentedStates().filter((state) => !this.#states.has(state)),
      ...documentedTransitions().filter((transition) => !seen.has(transition)),
    ];
  }

  /** What was reached and the table does not name. */
  unknown(): readonly string[] {
    const states = new Set(documentedStates());
    return [
      ...[...this.#states.keys()].filter((state) => !states.has(state)),
      ...[...this.#normalised().keys()].filter((transition) => !isKnown(transition)),
    ];
  }

  /** The table for a person: every state and transition with its count. */
  lines(): readonly string[] {
    const line = ([what, times]: readonly [string, number]) => `${String(times).padStart(9)}  ${what}`;
    return [...[...this.#states].sort(byName), ...[...this.#normalised()].sort(byName)].map(line);
  }

  get totals(): { readonly states: number; readonly transitions: number } {
    return { states: this.#states.size, transitions: this.#normalised().size };
  }

  /** Transitions under the names of the table: a frame that has no line of its own is `another frame`. */
  #normalised(): ReadonlyMap<string, number> {
    const out = new Map<string, number>();
    for (const [key, times] of this.#transitions) {
      const name = normalised(key);
      out.set(name, (out.get(name) ?? 0) + times);
    }
    return out;
  }
}

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function byName([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : 1;
}
