import { expect } from 'vitest';
import { ownCapabilities } from '../negotiation.ts';
import { confirmed, connected, retrained } from './phases.testing.ts';
import type { SendingSettings, Sequence } from './sequences.testing.ts';

const fine = { resolution: 'fine', width: 'a4' } as const;
const standard = { resolution: 'standard', width: 'a4' } as const;
const plain = { ecm: false } as const;
const twoPages = { ecm: false, pages: [fine, fine] } as const;
const eom = { ecm: false, pages: [fine, standard] } as const;

/** The ladder of rates, best first, and the modems of DIS that begin at each. */
export const ladder = [
  'v17-14400',
  'v17-12000',
  'v17-9600',
  'v29-9600',
  'v17-7200',
  'v29-7200',
  'v27ter-4800',
  'v27ter-2400',
] as const;

/** One page without ECM at a rate. */
const page = (rate: string, command = 'EOP') => `
  > page ${rate} short
  > ${command}`;

/** F: sending without ECM (T.30 5.2, 5.3.6.1). */
export const transmit: readonly Sequence<SendingSettings>[] = [
  {
    id: 'F01',
    why: 'one page: CNG, DIS, TSI DCS TCF, CFR, page, EOP, MCF, DCN',
    call: `${connected}${page('v17-14400')}${confirmed}`,
    settings: plain,
    after: (run) => expect(run.end).toMatchObject({ pages: 1, remoteId: '5550199' }),
  },
  {
    id: 'F02',
    why: 'MPS between pages of the same parameters, no new training',
    call: `${connected}${page('v17-14400', 'MPS')}\n< MCF${page('v17-14400')}${confirmed}`,
    settings: twoPages,
    after: (run) => expect(run.confirmed).toEqual([0, 1]),
  },
  {
    id: 'F03',
    why: 'EOM where the next page needs other parameters, and a new phase B when DIS comes',
    call: `${connected}${page('v17-14400', 'EOM')}\n< MCF\nwait 6\n< CSI DIS${retrained('v17-14400')}${page('v17-14400')}${confirmed}`,
    settings: eom,
    after: (run) => expect(run.confirmed).toEqual([0, 1]),
  },
  {
    id: 'F04',
    why: 'FTT: one rate lower at each, down to the foot, then the end',
    call: `> CNG\n< DIS\n${ladder.map((rate) => `> TSI DCS\n> TCF ${rate}\n< FTT\n`).join('')}> DCN\nend training-failed b-training-failed`,
    settings: plain,
  },
  ...ladder.map(
    (rate, i): Sequence<SendingSettings> => ({
      id: `F${String(5 + i).padStart(2, '0')}`,
      why: `trained at ${rate} after ${i} times FTT, and the page goes at that rate`,
      call: `> CNG\n< DIS\n${ladder
        .slice(0, i)
        .map((before) => `> TSI DCS\n> TCF ${before}\n< FTT\n`)
        .join('')}${retrained(rate)}${page(rate)}${confirmed}`,
      settings: plain,
      after: (run) => expect(run.end?.facts?.rate).toBe(Number(rate.split('-')[1])),
    }),
  ),
  {
    id: 'F13',
    why: 'RTP: the page counts, and training comes before the next',
    call: `${connected}${page('v17-14400', 'MPS')}\n< RTP${retrained('v17-14400')}${page('v17-14400')}${confirmed}`,
    settings: twoPages,
    after: (run) => expect(run.confirmed).toEqual([0, 1]),
  },
  {
    id: 'F14',
    why: 'RTP to the last page ends the call: it was kept',
    call: `${connected}${page('v17-14400')}\n< RTP\n> DCN\nend ok ok`,
    settings: plain,
  },
  {
    id: 'F15',
    why: 'RTN: the page again, after training one rate lower',
    call: `${connected}${page('v17-14400')}\n< RTN${retrained('v17-12000')}${page('v17-12000')}${confirmed}`,
    settings: plain,
    after: (run) => expect(run.confirmed).toEqual([0]),
  },
  {
    id: 'F16',
    why: 'RTN to the second page: the first is not sent again',
    call: `${connected}${page('v17-14400', 'MPS')}\n< MCF${page('v17-14400')}\n< RTN${retrained('v17-12000')}${page('v17-12000')}${confirmed}`,
    settings: twoPages,
    after: (run) => expect(run.confirmed).toEqual([0, 1]),
  },
  {
    id: 'F17',
    why: 'with no operator PIP counts as MCF',
    call: `${connected}${page('v17-14400')}\n< PIP\n> DCN\nend ok ok`,
    settings: plain,
  },
  {
    id: 'F18',
    why: 'with no operator PIN counts as RTN',
    call: `${connected}${page('v17-14400')}\n< PIN${retrained('v17-12000')}${page('v17-12000')}${confirmed}`,
    settings: plain,
  },
  {
    id: 'F19',
    why: 'no TSI where we have no number to show',
    call: `> CNG\n< DIS\n> DCS\n> TCF v17-14400\n< CFR${page('v17-14400')}${confirmed}`,
    settings: { ...plain, localId: '' },
  },
  {
    id: 'F20',
    why: 'a retry starts at the first page that was not confirmed',
    call: `${connected}${page('v17-14400')}${confirmed}`,
    settings: { ecm: false, pages: [fine, fine, fine], firstPage: 2 },
    after: (run) => expect(run.confirmed).toEqual([2]),
  },
  {
    id: 'F21',
    why: 'after EOM the rate that worked is kept',
    call: `> CNG\n< DIS\n> TSI DCS\n> TCF v17-14400\n< FTT${retrained('v17-12000')}${page('v17-12000', 'EOM')}\n< MCF\nwait 6\n< CSI DIS${retrained('v17-12000')}${page('v17-12000')}${confirmed}`,
    settings: eom,
  },
  {
    id: 'F22',
    why: 'RTP behind EOM: DIS is awaited all the same',
    call: `${connected}${page('v17-14400', 'EOM')}\n< RTP\nwait 6\n< CSI DIS${retrained('v17-14400')}${page('v17-14400')}${confirmed}`,
    settings: eom,
  },
  {
    id: 'F23',
    why: 'a caller with V.27ter alone sends by it',
    call: `> CNG\n< DIS\n> TSI DCS\n> TCF v27ter-4800\n< CFR${page('v27ter-4800')}${confirmed}`,
    settings: {
      ecm: false,
      own: { ...ownCapabilities({ ecm: false }), modems: { v17: false, v29: false, v27ter: true } },
    },
  },
];
