import type { TrialEnd } from '../../contract/line-trial.ts';
import { nodeLineSystem } from '../../lines/node-line-system.ts';
import { createPracticeNetwork } from '../../lines/open-line.ts';
import { runTrial, type TrialContext, type TrialRun } from './run-trial.ts';

/** The number that answers on a practice network of one's own. */
const PRACTICE_RECEIVER = '5550101';

/** One call on a line of this process. A practice line is alone on its network with a receiver at 5550101. */
export async function tryLineHere(
  run: Omit<TrialRun, 'context'> & { readonly context: Omit<TrialContext, 'network' | 'system'> },
): Promise<TrialEnd> {
  const network = createPracticeNetwork();
  const { address } = run;
  if (address.kind !== 'loopback' || address.number.replaceAll(/\D/g, '') !== PRACTICE_RECEIVER)
    network.addReceiver(PRACTICE_RECEIVER);
  return await runTrial({ ...run, context: { ...run.context, network, system: nodeLineSystem() } });
}
