import { describe, expect, it } from 'vitest';
import { playDay } from './simulation/campaign/day.ts';
import { Tally } from './simulation/campaign/tally.ts';

const seeds = Number(process.env.FAX_SEEDS ?? 8);
const first = Number(process.env.FAX_FIRST_SEED ?? 1);

describe('an office that loses its power, its disk and its lines', () => {
  it('keeps every promise, whatever the seed', async () => {
    for (let seed = first; seed < first + seeds; seed += 1) {
      const { violations } = await playDay(seed, new Tally());
      expect(violations, `npm run -s seeds -- --seed ${seed} tells this day`).toEqual([]);
    }
  });

  it('has the same day from the same seed', async () => {
    for (const seed of [3, 8]) {
      const [one, other] = [new Tally(), new Tally()];
      const { story } = await playDay(seed, one);
      expect((await playDay(seed, other)).story).toEqual(story);
      expect(other.data).toEqual(one.data);
      expect(story.length).toBeGreaterThan(20);
    }
  });
});
