import { describe } from 'vitest';
import { Receiver } from '../receiver.ts';
import { receive } from './a-receive.ts';
import { receiveCapability } from './b-receive-capability.ts';
import { receiveEcm } from './c-receive-ecm.ts';
import { receiveExceptions } from './d-receive-exceptions.ts';
import { conform, type FetchedSettings } from './sequences.testing.ts';
import { supplementaryReceive } from './supplementary.ts';

const receiver = (settings?: FetchedSettings): Receiver => new Receiver({ localId: '5550101', ecm: true, ...settings });

describe('A: receiving', () => conform(receive, receiver));
describe('B: what a receiver offers and takes', () => conform(receiveCapability, receiver));
describe('C: receiving with error correction', () => conform(receiveEcm, receiver));
describe('D: receiving when something goes wrong', () => conform(receiveExceptions, receiver));
describe('Supplementary: receiving', () => conform(supplementaryReceive, receiver));
