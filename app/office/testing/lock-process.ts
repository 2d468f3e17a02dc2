import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { tryLock } from '../lock.ts';

/**
 * A process that takes the lock of a folder and keeps it: `lock-process.ts DIR [collect]` says `held` or `refused`.
 * `collect`: nothing refers to the lock, and everything that nothing refers to is collected before it says so.
 */
const [folder = '', collect] = process.argv.slice(2);
const took = tryLock(folder) !== null;
if (collect === 'collect') {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  // The database may be referred to from the turn in which it was opened.
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    collectGarbage();
  }
}
process.stdout.write(took ? 'held\n' : 'refused\n');
setInterval(() => undefined, 1_000);
