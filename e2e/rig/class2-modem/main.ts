/**
 * Software modems of Class 2, 2.0 and 2.1 on pseudo-terminals, with a telephone network between them. For tests.
 *
 *     node e2e/rig/class2-modem/main.ts --dir DIR [--modems N] [--lowest-first] [--rate N] [--noise BER] [--seed N] [--cut S] [--hunt] [--trace]
 *
 * DIR/tty0 is number 5550100, DIR/tty1 is 5550101, and so on. `{"ev":"ready"}` on stdout when they are there; ends at
 * the end of stdin or on TERM. `--lowest-first`: pages in Class 2 come lowest bit first (Multi-Tech), not Rockwell's
 * way. `--rate`: octets a second taken from the DTE, as a serial line does (efax dies of a page in less than a second).
 * `--hunt`: a modem that calls its own number reaches the next one. `--trace`: the AT dialogue and T.30 frames on stderr.
 */
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { PracticeNetwork } from '../../../app/lines/loopback/practice-network.ts';
import type { Clock } from '../../../app/model/clock.ts';
import type { LoopbackFaults } from '../../../app/model/line-address.ts';
import { buildRigProgram } from '../rig-programs.ts';
import { type DtePort, openPtyPort } from './pty-port.ts';
import { SoftModem } from './soft-modem.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    modems: { type: 'string', default: '2' },
    'lowest-first': { type: 'boolean', default: false },
    rate: { type: 'string', default: '0' },
    noise: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    cut: { type: 'string' },
    hunt: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
  },
});

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

async function main(): Promise<void> {
  const folder = values.dir;
  const helper = await buildRigProgram('pty-port');
  if (folder === undefined || helper === null) throw new Error(folder ? 'pty-port needs gcc' : 'use --dir DIR');
  const network = new PracticeNetwork();
  const faults: LoopbackFaults = {
    noise: Number(values.noise),
    cut: values.cut === undefined ? null : Number(values.cut),
    seed: Number(values.seed),
    speed: 'max',
  };
  const ports: DtePort[] = [];
  for (let index = 0; index < Number(values.modems); index++) {
    const port = await openPtyPort(helper, join(folder, `tty${index}`), Number(values.rate));
    ports.push(port);
    const trace = (line: string): void => {
      if (values.trace) process.stderr.write(`${index} ${Math.round(performance.now())} ${line}\n`);
    };
    const numberOf = (place: number): string => `55501${String(place).padStart(2, '0')}`;
    const number = numberOf(index);
    const hunt = values.hunt ? numberOf((index + 1) % Number(values.modems)) : null;
    new SoftModem({ port, network, number, clock, faults, rockwell: !values['lowest-first'], hunt, trace });
  }
  const stop = async (): Promise<void> => {
    for (const port of ports) await port.stop();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.stdin.on('end', () => void stop()).resume();
  process.stdout.write('{"ev":"ready"}\n');
}

await main();
