// Prints the benchmarks' ratios and fails when a benchmark could not run. The figures themselves never fail a run: a
// shared machine's speed is not the project's.
import process from 'node:process';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const { machine, results, notRun } = JSON.parse(text);
console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`);
const short = (value) => Number(value.toPrecision(3));
for (const each of results) {
  const peer = each.peer === null ? '' : `, ${each.peer} ${short(each.peerValue)}, ratio ${short(each.ratio)}`;
  console.log(`${each.name} ${each.page ?? ''}: ${short(each.ours)} ${each.unit}${peer}`);
}
for (const each of notRun) console.log(`not run: ${each.name}, needs ${each.needs}`);
process.exitCode = results.length === 0 || notRun.length > 0 ? 1 : 0;
