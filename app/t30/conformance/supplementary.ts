import { expect } from 'vitest';
import { blockPage, confirmed, connected, goodbye, plainDcs, trained } from './phases.testing.ts';
import type { FetchedSettings, SendingSettings, Sequence } from './sequences.testing.ts';

const fine = { resolution: 'fine', width: 'a4' } as const;
const standard = { resolution: 'standard', width: 'a4' } as const;
const block = (frames: string, command: string, rate = 'v17-14400', training = 'short') => `
  > block ${rate} ${training} ${frames}
  > PPS-${command}`;

/** Sending: echoes, lost signals and clipped ones, as telephone lines and gateways make them. */
export const supplementaryTransmit: readonly Sequence<SendingSettings>[] = [
  {
    id: 'SF1',
    why: 'our own DCS comes back as an echo: CFR behind it counts',
    call: `> CNG\n< DIS\n> TSI DCS\n> TCF v17-14400\n< echo TSI DCS\n< CFR${block('0-2', 'EOP')}${confirmed}`,
  },
  {
    id: 'SF2',
    why: 'our own PPS comes back as an echo: it is no answer',
    call: `${connected}${block('0-2', 'EOP')}\n< echo PPS-EOP:0,0,3\nwait 2${confirmed}`,
  },
  {
    id: 'SF3',
    why: 'echoes of everything that we say, in every place',
    call: `> CNG\n< echo CRP\n< DIS\n> TSI DCS\n> TCF v17-14400\n< echo TSI DCS\n< CFR${block('0-2', 'MPS')}\n< echo PPS-MPS:0,0,3\n< MCF${block('0-2', 'EOP')}\n< echo PPS-EOP:1,0,3${confirmed}`,
    settings: { pages: [fine, fine] },
  },
  {
    id: 'SF4',
    why: 'PPS was lost: it is said again and answered, the block is not sent again',
    call: `${connected}${block('0-2', 'EOP')}\n> PPS-EOP${confirmed}`,
  },
  {
    id: 'SF5',
    why: 'CTR was lost: CTC again',
    call: `${connected}${block('0-2', 'EOP')}\n< PPR:0,1${`${block('0-1', 'EOP')}\n< PPR:0,1`.repeat(3)}\n> CTC\n> CTC\n< CTR${block('0-1', 'EOP', 'v17-12000', 'long')}${confirmed}`,
  },
  {
    id: 'SF6',
    why: 'CTC may change the modem itself: V.17 to V.29 and down',
    call: `> CNG\n< DIS=00 70 11 22\n> TSI DCS\n> TCF v29-9600\n< CFR${block('0-2', 'EOP', 'v29-9600')}\n< PPR:0,1${`${block('0-1', 'EOP', 'v29-9600')}\n< PPR:0,1`.repeat(3)}\n> CTC\n< CTR${block('0-1', 'EOP', 'v29-7200', 'long')}\n< PPR:0,1${`${block('0-1', 'EOP', 'v29-7200')}\n< PPR:0,1`.repeat(3)}\n> CTC\nsaid CTC modulation=v27ter-4800\n< CTR${block('0-1', 'EOP', 'v27ter-4800', 'long')}${confirmed}`,
  },
  {
    id: 'SF7',
    why: 'T1 after EOM: a far end that takes its time is waited for',
    call: `${connected}${block('0-2', 'EOM')}\n< MCF\nwait 29\n< CSI DIS\n> TSI DCS\n> TCF v17-14400\n< CFR${block('0-2', 'EOP')}${confirmed}`,
    settings: { pages: [fine, standard] },
  },
  {
    id: 'SF8',
    why: 'a clipped answer (flags, then nothing) is listened past within T4',
    call: `${connected}${block('0-2', 'EOP')}\n< flags\n< MCF\n> DCN\nend ok ok`,
  },
  {
    id: 'SF9',
    why: 'MCF twice: the second belongs to no command',
    call: `${connected.replace('< CFR', '< CFR')}${block('0-2', 'MPS')}\n< MCF${block('0-2', 'EOP')}${confirmed}`,
    settings: { pages: [fine, fine] },
    after: (run) => expect(run.confirmed).toEqual([0, 1]),
  },
];

/** Receiving: the same. */
export const supplementaryReceive: readonly Sequence<FetchedSettings>[] = [
  {
    id: 'SA1',
    why: 'our own DIS comes back as an echo',
    call: `> CED\n> CSI DIS\n< echo CSI DIS\n< TSI DCS\n< TCF\n> CFR${blockPage}`,
  },
  {
    id: 'SA2',
    why: 'our own CFR and MCF come back as echoes',
    call: `${trained}\n< echo CFR\n< block 0-2\n< PPS-MPS:0,0,3\n> MCF\n< echo MCF\n< block 0-2\n< PPS-EOP:1,0,3\n> MCF\n< echo MCF${goodbye}`,
  },
  {
    id: 'SA3',
    why: 'MCF to PPS-NULL was lost: PPS again is answered again, the block is kept once',
    call: `${trained}\n< block 0-255\n< PPS-NULL:0,0,256\n> MCF\n< PPS-NULL:0,0,256\n> MCF\n< block 0-2\n< PPS-EOP:0,1,3\n> MCF${goodbye}`,
    after: (run) => expect(run.stored[0]?.data.length).toBe(259 * 256),
  },
  {
    id: 'SA4',
    why: 'PPR was lost: PPS again brings the same PPR',
    call: `${trained}\n< block 0-5 without 2\n< PPS-EOP:0,0,6\n> PPR:2\n< PPS-EOP:0,0,6\n> PPR:2\n< block 2\n< PPS-EOP:0,0,1\n> MCF${goodbye}`,
  },
  {
    id: 'SA5',
    why: 'the block’s carrier was lost whole: PPS brings a PPR for all of it',
    call: `${trained}\n< block 0-2\n< PPS-MPS:0,0,3\n> MCF\n< PPS-EOP:1,0,4\n> PPR:0,1,2,3\n< block 0-3\n< PPS-EOP:1,0,4\n> MCF${goodbye}`,
    after: (run) => expect(run.stored.map(({ data }) => data.length / 256)).toEqual([3, 4]),
  },
  {
    id: 'SA6',
    why: 'DCN cut off (flags, then the line) behind MCF to EOP: the call is whole',
    call: `${trained}\n< block 0-2\n< PPS-EOP:0,0,3\n> MCF\n< bad DCN\n< hang up\nend ok ok`,
  },
  {
    id: 'SA7',
    why: 'the modem changes at CTC',
    call: `${trained}\n< block 0-2 without 0\n< PPS-EOP:0,0,3\n> PPR:0\n< CTC@v27ter-4800\n> CTR\n< block 0\n< PPS-EOP:0,0,1\n> MCF${goodbye}`,
    after: (run) => expect(run.end?.facts?.rate).toBe(4800),
  },
  {
    id: 'SA8',
    why: 'EOM, and nobody is heard again: DIS until T1, then the end',
    call: `${trained}\n< page 500\n< EOM\n> MCF\n${'> CSI DIS\n'.repeat(12)}> DCN\nend lost-in-page d-no-command`,
    options: plainDcs,
    after: (run) => expect(run.end?.pages).toBe(1),
  },
  {
    id: 'SA9',
    why: 'EOM was answered and MCF lost: EOM again, MCF again, DIS after T2',
    call: `${trained}\n< page 500\n< EOM\n> MCF\n< EOM\n> MCF\nin 5 7.05 > CSI DIS\n< TSI DCS\n< TCF\n> CFR\n< page 500\n< EOP\n> MCF${goodbye}`,
    options: plainDcs,
  },
];
