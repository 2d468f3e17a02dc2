// Prints the benchmarks' ratios and fails when a benchmark could not run, or missed a goal that it states. Other figures
// never fail a run: a shared machine's speed is not the project's.
import process from 'node:process';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const { machine, results, notRun } = JSON.parse(text);
console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`);
const short = (value) => Number(value.toPrecision(3));
for (const each of results) {
  const peer = each.peer === null ? '' : `, ${each.peer} ${short(each.peerValue)}, ratio ${short(each.ratio)}`;
  const goal = each.goal === undefined ? '' : `, goal ${short(each.goal)}: ${isMissed(each) ? 'MISSED' : 'reached'}`;
  console.log(`${each.name} ${each.page ?? ''}: ${short(each.ours)} ${each.unit}${peer}${goal}`);
}
function isMissed({ ours, goal, better }) {
  return goal !== undefined && (better === 'lower' ? ours > goal : ours < goal);
}
for (const each of notRun) console.log(`not run: ${each.name}, needs ${each.needs}`);
process.exitCode = results.length === 0 || notRun.length > 0 || results.some(isMissed) ? 1 : 0;
