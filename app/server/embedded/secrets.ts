/**
 * Passwords that the server must be able to read again, kept apart from the settings and never in the database: sealed
 * by the system's own store in the console, in a file of mode 0600 or in variables for a server without a window.
 */
export interface Secrets {
  /** null: there is none. Throws `SECRET_LOCKED` where there is one that cannot be read here. */
  get(name: string): Promise<string | null>;
  /** Keeps it, durable when it resolves; null forgets it. */
  set(name: string, value: string | null): Promise<void>;
  /** What a person should know of how they are kept, as sentence and next step; null: nothing. */
  warning?(): { readonly message: string; readonly next: string } | null;
}

/** Secrets in memory, for tests and simulations. */
export function memorySecrets(): Secrets {
  const values = new Map<string, string>();
  return {
    get: async (name) => values.get(name) ?? null,
    set: async (name, value) => {
      if (value === null) values.delete(name);
      else values.set(name, value);
    },
  };
}
