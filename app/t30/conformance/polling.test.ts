import { describe } from 'vitest';
import { PollingCaller } from '../polling-caller.ts';
import { Receiver } from '../receiver.ts';
import { pollingReceive } from './e-polling-receive.ts';
import { pollingTransmit } from './j-polling-transmit.ts';
import { conform, type FetchedSettings, type FetchingSettings } from './sequences.testing.ts';

const fetching = (settings: FetchingSettings | undefined): PollingCaller =>
  new PollingCaller({ localId: '5550100', ecm: true, ...settings });
const fetched = (settings: FetchedSettings | undefined): Receiver =>
  new Receiver({
    localId: '5550101',
    ecm: true,
    ...(settings ?? { polled: [{ resolution: 'fine', width: 'a4' }] }),
  });

describe('E: fetching a document', () => conform(pollingReceive, fetching));
describe('J: being fetched from', () => conform(pollingTransmit, fetched));
