import { expect } from 'vitest';
import { confirmed, connected, retrained } from './phases.testing.ts';
import type { SendingSettings, Sequence } from './sequences.testing.ts';

const fine = { resolution: 'fine', width: 'a4' } as const;
const standard = { resolution: 'standard', width: 'a4' } as const;
const twoPages = { pages: [fine, fine] } as const;
const twoBlocks = { pageOctets: 65_536 + 300 };
const block = (frames: string, command: string, rate = 'v17-14400', training = 'short') => `
  > block ${rate} ${training} ${frames}
  > PPS-${command}`;
const stubborn = `${block('0-2', 'EOP')}\n< PPR:0,1${`${block('0-1', 'EOP')}\n< PPR:0,1`.repeat(3)}`;

/** H: sending with ECM (T.30 Annex A). */
export const transmitEcm: readonly Sequence<SendingSettings>[] = [
  {
    id: 'H01',
    why: 'one page in one block',
    call: `${connected}${block('0-2', 'EOP')}${confirmed}`,
    after: (run) => expect(run.end?.facts).toMatchObject({ ecm: true, coding: 'mmr' }),
  },
  {
    id: 'H02',
    why: 'a page of two blocks: PPS-NULL between them, block counter 0 and 1',
    call: `${connected}${block('0-255', 'NULL')}\nsaid PPS-NULL page=0 block=0 frames=256\n< MCF${block('0-1', 'EOP')}\nsaid PPS-EOP page=0 block=1 frames=2${confirmed}`,
    options: twoBlocks,
  },
  {
    id: 'H03',
    why: 'PPS-MPS between pages, page counter going on',
    call: `${connected}${block('0-2', 'MPS')}\n< MCF${block('0-2', 'EOP')}\nsaid PPS-EOP page=1 block=0 frames=3${confirmed}`,
    settings: twoPages,
  },
  {
    id: 'H04',
    why: 'PPS-EOM where the next page needs other parameters',
    call: `${connected}${block('0-2', 'EOM')}\n< MCF\nwait 6\n< CSI DIS${retrained('v17-14400')}${block('0-2', 'EOP')}${confirmed}`,
    settings: { pages: [fine, standard] },
  },
  {
    id: 'H05',
    why: 'PPR: the frames it marks, and PPS with the same counters',
    call: `${connected}${block('0-2', 'EOP')}\n< PPR:1${block('1', 'EOP')}\nsaid PPS-EOP page=0 block=0${confirmed}`,
  },
  {
    id: 'H06',
    why: 'PPR of frames that are none of the block: bits beyond it are ignored',
    call: `${connected}${block('0-2', 'EOP')}\n< PPR:2,3,200,255${block('2', 'EOP')}${confirmed}`,
  },
  {
    id: 'H07',
    why: 'the fourth PPR with nothing mended: CTC with a lower rate, long training behind CTR',
    call: `${connected}${stubborn}\n> CTC\nsaid CTC modulation=v17-12000\n< CTR${block('0-1', 'EOP', 'v17-12000', 'long')}\n< PPR:0${block('0', 'EOP', 'v17-12000')}${confirmed}`,
    after: (run) => expect(run.end?.facts?.rate).toBe(12000),
  },
  {
    id: 'H08',
    why: 'the fourth PPR while most was mended: CTC at the same rate',
    call: `${connected}${block('0-2', 'EOP')}\n< PPR:0,1,2${block('0-2', 'EOP')}\n< PPR:0,1,2${block('0-2', 'EOP')}\n< PPR:0,1${block('0-1', 'EOP')}\n< PPR:0\n> CTC\nsaid CTC modulation=v17-14400\n< CTR${block('0', 'EOP', 'v17-14400', 'long')}${confirmed}`,
  },
  {
    id: 'H09',
    why: 'CTC is said three times, then the call ends',
    call: `${connected}${stubborn}\n> CTC\nin 2.55 3.6 > CTC\n> CTC\n> DCN\nend lost-in-page c-no-reply-to-ctc`,
  },
  {
    id: 'H10',
    why: 'RNR: RR until MCF',
    call: `${connected}${block('0-2', 'EOP')}\n< RNR\n> RR\n< RNR\n> RR\n< RNR\n> RR${confirmed}`,
  },
  {
    id: 'H11',
    why: 'RNR for longer than T5 of 60 s +-5: the call ends',
    call: `${connected}${block('0-2', 'MPS')}\n${'< RNR\n> RR\nwait 3\n'.repeat(19)}< RNR\n> RR\n> DCN\nend lost-in-page d-receiver-busy`,
    settings: twoPages,
    after: (run) => expect(run.now).toBeLessThan(66_000),
  },
  {
    id: 'H12',
    why: 'RR is said three times where nobody answers it',
    call: `${connected}${block('0-2', 'MPS')}\n< RNR\n> RR\nin 2.55 3.6 > RR\n> RR\n> DCN\nend lost-in-page d-no-reply-to-rr`,
    settings: twoPages,
  },
  {
    id: 'H13',
    why: 'RR may be answered by PPR: the block is mended',
    call: `${connected}${block('0-2', 'EOP')}\n< RNR\n> RR\n< PPR:1${block('1', 'EOP')}${confirmed}`,
  },
  {
    id: 'H14',
    why: 'RNR to PPS-NULL: the next block only behind MCF',
    call: `${connected}${block('0-255', 'NULL')}\n< RNR\n> RR\n< MCF${block('0-1', 'EOP')}${confirmed}`,
    options: twoBlocks,
  },
  {
    id: 'H15',
    why: 'PPS is said three times, then the call ends: in the middle of a page it is lost',
    call: `${connected}${block('0-255', 'NULL')}\nin 2.55 3.6 > PPS-NULL\n> PPS-NULL\n> DCN\nend lost-in-page d-no-reply-to-pps`,
    options: twoBlocks,
  },
  {
    id: 'H16',
    why: 'PPS-EOP is said three times, then nobody knows',
    call: `${connected}${block('0-2', 'EOP')}\n> PPS-EOP\n> PPS-EOP\n> DCN\nend uncertain d-no-reply-to-eop`,
  },
  {
    id: 'H17',
    why: 'a block was confirmed by RTP or PIP in the middle of a page: the page is not',
    call: `${connected}${block('0-255', 'NULL')}\n< PIP${block('0-1', 'EOP')}\n< hang up\nend uncertain d-hung-up-after-eop`,
    options: twoBlocks,
    after: (run) => expect(run.confirmed).toEqual([]),
  },
  {
    id: 'H18',
    why: 'RTN to a block: the whole page again',
    call: `${connected}${block('0-2', 'EOP')}\n< RTN${retrained('v17-12000')}${block('0-2', 'EOP', 'v17-12000')}${confirmed}`,
  },
  {
    id: 'H19',
    why: 'an empty page is one frame',
    call: `${connected}${block('0', 'EOP')}${confirmed}`,
    options: { pageOctets: 0 },
  },
  {
    id: 'H20',
    why: 'frames of 64 octets where we were told to: bit 28 of DCS, and four times the frames',
    call: `${connected}\nsaid DCS frameSize=64${block('0-9', 'EOP')}${confirmed}`,
    settings: { frameSize: 64 },
  },
];
