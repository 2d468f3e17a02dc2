import { describe, expect, it } from 'vitest';
import { brokenServers } from './broken-servers.ts';
import { playDays } from './campaign.ts';

/** Those that are found within a few days; `npm run seeds` tries all of them. */
const quickly = [
  'does not know a key again',
  'answers a submission before it is written',
  'tells of a page before the far end has confirmed it',
];

describe('the campaign', () => {
  const seeds = Array.from({ length: 60 }, (_, index) => index + 1);

  it.each(quickly)('finds a server that %s', async (name) => {
    const sabotage = brokenServers[name];
    expect(sabotage).toBeDefined();
    const { bad } = await playDays(seeds, { ...(sabotage ? { sabotage } : {}), stop: (count) => count > 0 });
    expect(bad).toHaveLength(1);
  });
});
