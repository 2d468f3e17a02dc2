/** How soon our commands follow the modems' results: `--pages N` (100), `--load on|off` (on), `--speed F` (turbo). */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { measureCommandLatency } from './command-latency.ts';

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '100' },
    load: { type: 'string', default: 'on' },
    speed: { type: 'string', default: 'turbo' },
  },
});
const report = await measureCommandLatency({
  pages: Number(values.pages),
  load: values.load === 'on',
  speed: values.speed === 'turbo' ? 'turbo' : Number(values.speed),
});
process.stdout.write(`${report === null ? 'not run: modempair cannot be built here' : JSON.stringify(report)}\n`);
process.exitCode = report?.equal && report.responses.late === 0 ? 0 : 1;
