import type { Condition, Damage, T38Call } from './calls.ts';

/** How many times real time both ends run. More makes false failures on a busy machine. */
export const SPEED = 10;

/** A password that no condition wants. */
const WRONG = '9999';

/** Our options of `fax call` or `fax answer`, without line, number and files. */
export function ourOptions(call: T38Call, seed: number): readonly string[] {
  return [
    ...['--clock', String(SPEED), '--t38-version', String(call.version), '--recovery', call.recovery],
    ...['--pace', call.paced ? 'on' : 'off', '--ecm', call.ecm ? 'on' : 'off'],
    ...['--codings', codingsOf(call), '--rates', call.modulation],
    ...(call.damaged === 'both' && hasDamage(call.damage) ? ['--impair', ourDamage(call.damage, seed)] : []),
    ...(call.scanTime > 0 && call.document === 'receives' ? ['--scan-time', String(call.scanTime)] : []),
    ...(call.weCall ? ourCallOptions(call) : ourAnswerOptions(call)),
  ];
}

function ourCallOptions({ sub, password, wrongPassword }: T38Call): readonly string[] {
  return [
    ...(sub === null ? [] : ['--sub', sub]),
    ...(password === null ? [] : ['--password', wrongPassword ? WRONG : password]),
  ];
}

function ourAnswerOptions({ password }: T38Call): readonly string[] {
  return password === null ? [] : ['--expect-password', password];
}

/** t38peer's options, without its place and files. */
export function peerOptions(call: T38Call, seed: number): readonly string[] {
  return [
    ...(call.weCall ? ['--answer', '--learn'] : ['--call']),
    ...['--speed', String(SPEED), '--timeout', '600', '--t38-version', String(call.version)],
    ...['--ecm', call.ecm ? '1' : '0', '--enc', codingsOf(call), '--modems', call.modulation],
    ...peerRecovery(call.recovery),
    ...(call.paced ? [] : ['--no-pace']),
    ...peerDamage(call.damage, seed),
    ...(call.scanTime > 0 && call.document === 'sends' ? ['--scan', String(call.scanTime)] : []),
    ...(call.notReady > 0 ? ['--rnr', String(call.notReady)] : []),
    ...(call.weCall ? peerAnswerOptions(call) : peerCallOptions(call)),
  ];
}

function peerCallOptions({ sub, password, wrongPassword, polling }: T38Call): readonly string[] {
  return [
    ...(sub === null ? [] : ['--sub', sub]),
    ...(password === null ? [] : [polling ? '--pwd' : '--sid', wrongPassword ? WRONG : password]),
  ];
}

/** t38peer can want a password of one who fetches; one who sends brings SID, which the runner reads of its report. */
function peerAnswerOptions({ password, polling, wrongPassword }: T38Call): readonly string[] {
  return password !== null && (polling || wrongPassword) ? ['--expect-pwd', password] : [];
}

function peerRecovery(recovery: Condition['recovery']): readonly string[] {
  switch (recovery) {
    case 'none':
      return ['--ec', 'none'];
    case 'red:1':
      return ['--ec', 'red', '--depth', '1'];
    case 'red:3':
      return ['--ec', 'red', '--depth', '3'];
    case 'fec:3x3':
      return ['--ec', 'fec', '--span', '3', '--depth', '3'];
  }
}

function peerDamage({ drop = 0, burst = 1, dup = 0, swap = 0 }: Damage, seed: number): readonly string[] {
  const values = ['--drop', String(drop), '--burst', String(burst), '--dup', String(dup), '--swap', String(swap)];
  return [...values, '--seed', String(seed)];
}

function ourDamage({ drop = 0, burst = 1, dup = 0, swap = 0 }: Damage, seed: number): string {
  return `drop=${drop},burst=${burst},dup=${dup},swap=${swap},seed=${seed}`;
}

export function hasDamage({ drop = 0, dup = 0, swap = 0 }: Damage): boolean {
  return drop > 0 || dup > 0 || swap > 0;
}

/** Exactly the one coding, and MH beside it, which every machine has. */
function codingsOf({ coding }: T38Call): string {
  return coding === 'mh' ? 'mh' : `mh,${coding}`;
}
