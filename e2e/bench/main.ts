import { cpus } from 'node:os';
import type { BenchNotRun, BenchReport, BenchResult } from './bench.ts';
import { benches } from './benches.ts';

/** `fax bench [NAME…] [--json]`: runs the named benches, or all, and prints a table or JSON. */
async function main(words: readonly string[]): Promise<number> {
  const json = words.includes('--json');
  const names = words.filter((word) => !word.startsWith('--'));
  const strange = [
    ...words.filter((word) => word.startsWith('--') && word !== '--json'),
    ...names.filter((name) => !benches.some((bench) => matches(bench.name, name))),
  ];
  if (strange.length > 0) {
    const known = benches.map((bench) => bench.name).join(', ');
    const message = `There is no bench or option ${strange.join(', ')}.`;
    const next = `Choose of these: ${known}.`;
    if (json) {
      console.log(
        JSON.stringify({ error: { code: 'ARGUMENT_INVALID', modelName: 'ERROR_INVALID_PARAMETER', message, next } }),
      );
    } else console.error(`${message} ${next}`);
    return 2;
  }
  const chosen =
    names.length === 0 ? benches : benches.filter((bench) => names.some((name) => matches(bench.name, name)));
  const results: BenchResult[] = [];
  const notRun: BenchNotRun[] = [];
  if (!json) printHead();
  for (const bench of chosen) {
    const outcome = await bench.run();
    results.push(...outcome.results);
    notRun.push(...outcome.notRun);
    if (!json) outcome.results.forEach(printResult);
  }
  if (json) console.log(JSON.stringify(report(results, notRun)));
  else for (const { name, needs } of notRun) console.log(`not run: ${name}, needs ${needs}`);
  return 0;
}

/** A name stands for itself and for all that begin with it: `encode` for `encode-mh` and its siblings. */
function matches(bench: string, name: string): boolean {
  return bench === name || bench.startsWith(`${name}-`);
}

function report(results: readonly BenchResult[], notRun: readonly BenchNotRun[]): BenchReport {
  const processors = cpus();
  const machine = {
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    node: process.versions.node,
  };
  return { machine, results, notRun };
}

function printHead(): void {
  const processors = cpus();
  console.log(`${processors[0]?.model ?? 'unknown'}, ${processors.length} cores, Node ${process.versions.node}`);
  console.log(row('bench', 'page', 'ours', 'peer', 'unit', 'ratio', 'spread', 'beside'));
}

/** Small figures with more places: 0.97 and 1.01 times something are not the same. */
const figure = (value: number): string => value.toFixed(value < 10 ? 3 : 1);

function printResult(result: BenchResult): void {
  const peerValue = result.peerValue === null ? '-' : figure(result.peerValue);
  const ratio = result.ratio === null ? '-' : result.ratio.toFixed(2);
  const spread = `${(result.spread * 100).toFixed(1)} %`;
  const { name, page, ours, unit, peer } = result;
  console.log(row(name, page, figure(ours), peerValue, unit, ratio, spread, peer ?? '-'));
  if (result.goal !== undefined)
    console.log(`${' '.repeat(17)}goal ${figure(result.goal)} ${unit}: ${isMissed(result) ? 'missed' : 'reached'}`);
}

function isMissed({ ours, goal, better }: BenchResult): boolean {
  if (goal === undefined) return false;
  return better === 'lower' ? ours > goal : ours < goal;
}

function row(...cells: readonly string[]): string {
  const widths = [16, 14, -10, -10, 10, -6, -8, 0];
  return cells
    .map((cell, n) => {
      const width = widths[n] ?? 0;
      return width < 0 ? cell.padStart(-width) : cell.padEnd(width);
    })
    .join(' ')
    .trimEnd();
}

// Started by `fax bench` this is the head of a group. When that one is gone, in whatever way, nobody waits for the
// figures any more: the group ends, the programs compared with included.
process.once('disconnect', () => process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL'));
process.channel?.unref();

process.exitCode = await main(process.argv.slice(2));
