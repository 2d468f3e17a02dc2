import { z } from 'zod';
import type { StartArguments } from './arguments.ts';

/** What a start, a second start or the system asks to be opened. */
export type Opening = Pick<StartArguments, 'files' | 'number' | 'newFax'>;

const openingSchema = z.object({
  files: z.array(z.string().min(1).max(4096)).max(200).readonly(),
  number: z.string().max(30).nullable(),
  newFax: z.boolean(),
});

/** What a second start handed over; it came from another process, so it is checked. Undefined when it is not one. */
export function parseOpening(data: unknown): Opening | undefined {
  const parsed = openingSchema.safeParse(data);
  return parsed.success ? parsed.data : undefined;
}

/** Openings wait here from the first moment of the process until the window can take them. */
export class OpeningQueue {
  #waiting: Opening[] = [];
  #take: ((opening: Opening) => void) | null = null;

  add(opening: Opening): void {
    if (this.#take) this.#take(opening);
    else this.#waiting.push(opening);
  }

  /** Takes what waits and all that comes from now on. */
  drainTo(take: (opening: Opening) => void): void {
    this.#take = take;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const each of waiting) take(each);
  }
}
