import { describe, expect, it } from 'vitest';
import { SeededRandom } from './seeded-random.ts';
import { SimulatedDisk } from './simulated-disk.ts';

const text = (words: string) => new TextEncoder().encode(words);
const read = (disk: SimulatedDisk, path: string) => new TextDecoder().decode(disk.read(path));

describe('the simulated disk', () => {
  const fresh = (seed: number) => new SimulatedDisk('/disk', new SeededRandom(seed).next, () => 0);
  const seeds = Array.from({ length: 50 }, (_, index) => index);
  const write = (disk: SimulatedDisk, path: string, words: string) => {
    disk.create(path, { fresh: false, empty: false });
    disk.write(path, text(words), disk.stat(path).size);
  };

  it('keeps what was synced with its name, whatever the chance', () => {
    for (const seed of seeds) {
      const disk = fresh(seed);
      write(disk, '/disk/a', 'one');
      disk.sync('/disk/a');
      disk.sync('/disk');
      write(disk, '/disk/a', ' and two');
      disk.losePower();
      expect(read(disk, '/disk/a')).toMatch(/^one/);
    }
  });

  it('loses contents and names that were not synced, sometimes', () => {
    const [names, contents] = [new Set<boolean>(), new Set<string>()];
    for (const seed of seeds) {
      const disk = fresh(seed);
      write(disk, '/disk/a', 'one');
      disk.sync('/disk/a');
      disk.losePower();
      names.add(disk.kindOf('/disk/a') === 'file');
      const other = fresh(seed);
      write(other, '/disk/b', 'one');
      other.sync('/disk');
      other.losePower();
      contents.add(read(other, '/disk/b'));
    }
    expect(names).toEqual(new Set([true, false]));
    expect(contents.has('')).toBe(true);
    expect(contents.has('one')).toBe(true);
    expect(contents.size).toBeGreaterThan(2);
  });

  it('brings back what was removed without a sync, sometimes, and never loses a moved file', () => {
    const back = new Set<boolean>();
    for (const seed of seeds) {
      const disk = fresh(seed);
      write(disk, '/disk/a', 'one');
      disk.sync('/disk/a');
      disk.makeFolder('/disk/there', false);
      disk.sync('/disk');
      disk.rename('/disk/a', '/disk/there/b');
      disk.losePower();
      back.add(disk.kindOf('/disk/a') === 'file');
      const places = ['/disk/a', '/disk/there/b'].filter((path) => disk.kindOf(path) === 'file');
      expect(places.length).toBeGreaterThan(0);
      for (const path of places) expect(read(disk, path)).toBe('one');
    }
    expect(back).toEqual(new Set([true, false]));
  });

  it('refuses as it is told: full, with a part written; broken, with nothing', () => {
    const disk = fresh(1);
    write(disk, '/disk/a', 'one');
    disk.trouble = 'full';
    expect(() => write(disk, '/disk/a', 'four')).toThrow(/ENOSPC/);
    expect(read(disk, '/disk/a')).toBe('onefo');
    disk.trouble = 'broken';
    expect(() => disk.sync('/disk/a')).toThrow(/EIO/);
  });
});
