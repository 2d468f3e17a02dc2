import type { ModemClass } from '../../model/line-address.ts';
import type { AtChannel } from './at-channel.ts';
import type { ModemFacts } from './detect/modem-facts.ts';
import type { ModemQuirks } from './quirks/modem-quirks.ts';

/** What setting a modem up depends on. */
export interface ModemSetup {
  readonly facts: ModemFacts;
  readonly quirks: ModemQuirks;
  readonly class: ModemClass;
  /** The port is under RTS/CTS; else XON/XOFF is asked for. */
  readonly hardwareFlow: boolean;
}

/** How long the modem waits for a carrier after dialling, s (S7, V.250 6.3.10): T0 of T.30. */
const CARRIER_WAIT = 60;

/** Sets a modem up for calls in its class. A command that it does not know is left out; rejects where it does not answer. */
export async function setUpModem(channel: AtChannel, setup: ModemSetup): Promise<void> {
  for (const command of setupCommands(setup)) await channel.command(command);
}

/** The commands, behind `AT`, in order. Pure. */
export function setupCommands({ facts, quirks, class: serviceClass, hardwareFlow }: ModemSetup): readonly string[] {
  const flow = hardwareFlow ? 'rtscts' : 'xonxoff';
  const standardFlow = hardwareFlow ? 2 : 1;
  const first = serviceClass === '1' || serviceClass === '1.0';
  return [
    'E0V1Q0',
    // All results of dialling; no answer by itself; quiet; on hook when DTR drops.
    'X4',
    'S0=0',
    'M0',
    '&C1&D2',
    `S7=${CARRIER_WAIT}`,
    ...(quirks.flow ? [quirks.flow[flow]] : []),
    `+FCLASS=${serviceClass}`,
    ...(!quirks.flow && facts.flow.includes(standardFlow) ? [`+FLO=${standardFlow}`] : []),
    ...(first ? ['+FAR=1'] : []),
    ...(facts.callerId ? [facts.callerId] : []),
    ...(facts.distinctiveRing ? [facts.distinctiveRing] : []),
    ...(facts.adaptiveAnswer && !quirks.adaptiveUnreliable ? [facts.adaptiveAnswer] : []),
  ];
}
