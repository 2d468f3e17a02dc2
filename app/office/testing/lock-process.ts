import { tryLock } from '../lock.ts';

/** A process that takes the lock of a folder and keeps it: says `held` or `refused`. */
const lock = tryLock(process.argv[2] ?? '');
process.stdout.write(lock ? 'held\n' : 'refused\n');
setInterval(() => undefined, 1_000);
