import { brokenWalls, projectFiles } from './wall-rules.ts';

// Another folder may be named, so that the checker itself can be tried out.
const root = process.argv[2] ?? new URL('../../', import.meta.url).pathname;
const files = await projectFiles(root);
const broken = files.flatMap((file) => brokenWalls(file.path, file.text));
for (const { path, line, message } of broken) process.stderr.write(`${path}:${line}: ${message}\n`);
if (files.length === 0) process.stderr.write('walls: no files were seen, so nothing was checked\n');
else process.stdout.write(`walls: ${files.length} files, ${broken.length} broken\n`);
process.exitCode = broken.length > 0 || files.length === 0 ? 1 : 0;
