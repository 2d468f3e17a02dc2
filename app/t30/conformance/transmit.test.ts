import { describe } from 'vitest';
import { Sender } from '../sender.ts';
import { transmit } from './f-transmit.ts';
import { transmitCapability } from './g-transmit-capability.ts';
import { transmitEcm } from './h-transmit-ecm.ts';
import { transmitExceptions } from './i-transmit-exceptions.ts';
import { conform, type SendingSettings } from './sequences.testing.ts';
import { supplementaryTransmit } from './supplementary.ts';

const sender = (settings: SendingSettings | undefined): Sender =>
  new Sender({
    localId: '5550100',
    pages: [{ resolution: 'fine', width: 'a4' }],
    firstPage: 0,
    ecm: true,
    ...settings,
  });

describe('F: sending', () => conform(transmit, sender));
describe('G: what a sender chooses', () => conform(transmitCapability, sender));
describe('H: sending with error correction', () => conform(transmitEcm, sender));
describe('I: sending when something goes wrong', () => conform(transmitExceptions, sender));
describe('Supplementary: sending', () => conform(supplementaryTransmit, sender));
