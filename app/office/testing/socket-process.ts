import { createServer } from 'node:net';

/** A process that listens at a socket's path and keeps it: says `listening`. */
createServer().listen(process.argv[2] ?? '', () => process.stdout.write('listening\n'));
