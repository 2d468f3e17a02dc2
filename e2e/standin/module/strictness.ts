import { EventEmitter } from 'node:events';

/** Names that others look for on any object: a promise's, a printer's, a test's. */
const quiet = new Set(['then', 'toJSON', 'default', 'domain', 'constructor', 'nodeType', 'asymmetricMatch', 'inspect']);

/**
 * Makes every member that an object lacks an error instead of `undefined`, so that no test passes on what is not there.
 * The trap sits in the prototype chain: private fields go on working.
 */
export function strict<T extends object>(name: string, target: T): T {
  const parent: object = Object.getPrototypeOf(target) ?? {};
  const trap = new Proxy(parent, {
    get(beneath, key, receiver) {
      if (typeof key === 'symbol' || key in beneath || key.startsWith('_') || quiet.has(key)) {
        return Reflect.get(beneath, key, receiver);
      }
      throw new Error(`electron stand-in: ${name}.${key} is not provided`);
    },
  });
  return Object.setPrototypeOf(target, trap);
}

/** An event that can be prevented. */
export interface Preventable {
  defaultPrevented: boolean;
  preventDefault(): void;
}

export const preventable = (): Preventable => ({
  defaultPrevented: false,
  preventDefault() {
    this.defaultPrevented = true;
  },
});

/**
 * An emitter that refuses listeners for events that the stand-in never emits: a listener that is never called would
 * make a test pass or an app look right for nothing.
 */
export class StandinEmitter extends EventEmitter {
  readonly #name: string;
  readonly #events: ReadonlySet<string>;

  constructor(name: string, events: readonly string[]) {
    super();
    this.#name = name;
    this.#events = new Set([...events, 'newListener', 'removeListener', 'error']);
  }

  #check(event: string | symbol): void {
    if (typeof event === 'symbol' || this.#events.has(event)) return;
    throw new Error(`electron stand-in: ${this.#name} never emits '${event}'`);
  }

  override on(event: string | symbol, listener: (...args: never[]) => void): this {
    this.#check(event);
    return super.on(event, listener as (...args: unknown[]) => void);
  }

  override addListener(event: string | symbol, listener: (...args: never[]) => void): this {
    return this.on(event, listener);
  }

  override once(event: string | symbol, listener: (...args: never[]) => void): this {
    this.#check(event);
    return super.once(event, listener as (...args: unknown[]) => void);
  }

  override prependListener(event: string | symbol, listener: (...args: never[]) => void): this {
    this.#check(event);
    return super.prependListener(event, listener as (...args: unknown[]) => void);
  }

  override prependOnceListener(event: string | symbol, listener: (...args: never[]) => void): this {
    this.#check(event);
    return super.prependOnceListener(event, listener as (...args: unknown[]) => void);
  }
}
