import { expect } from 'vitest';
import { blockPage, damaged, goodbye, trained } from './phases.testing.ts';
import type { FetchedSettings, Sequence } from './sequences.testing.ts';

/** C: receiving with ECM (T.30 Annex A, T.4 Annex A). */
export const receiveEcm: readonly Sequence<FetchedSettings>[] = [
  {
    id: 'C01',
    why: 'one page in one block',
    call: `${trained}${blockPage}`,
    after: (run) => expect(run.stored).toMatchObject([{ ecm: true, complete: true, data: { length: 768 } }]),
  },
  {
    id: 'C02',
    why: 'blocks of one page are joined by PPS-NULL',
    call: `${trained}\n< block 0-255\n< PPS-NULL:0,0,256\n> MCF\n< block 0-255\n< PPS-NULL:0,1,256\n> MCF\n< block 0-2\n< PPS-EOP:0,2,3\n> MCF${goodbye}`,
    after: (run) => expect(run.stored.map(({ data }) => data.length)).toEqual([(256 + 256 + 3) * 256]),
  },
  {
    id: 'C03',
    why: 'pages by PPS-MPS, with page and block counters going on',
    call: `${trained}\n< block 0-2\n< PPS-MPS:0,0,3\n> MCF\n< block 0-3\n< PPS-MPS:1,0,4\n> MCF\n< block 0-4\n< PPS-EOP:2,0,5\n> MCF${goodbye}`,
    after: (run) => expect(run.stored.map(({ data }) => data.length / 256)).toEqual([3, 4, 5]),
  },
  {
    id: 'C04',
    why: 'PPS-EOM: DIS after T2 and a new phase B',
    call: `${trained}\n< block 0-2\n< PPS-EOM:0,0,3\n> MCF\nin 5 7.05 > CSI DIS\n< TSI DCS\n< TCF\n> CFR\n< block 0-2\n< PPS-EOP:1,0,3\n> MCF${goodbye}`,
    after: (run) => expect(run.end?.pages).toBe(2),
  },
  {
    id: 'C05',
    why: 'PPR names the frames that are missing',
    call: `${trained}\n< block 0-9 without 0 4 9\n< PPS-EOP:0,0,10\n> PPR:0,4,9\n< block 0-9 without 1 2 3 4 5 6 7 8\n< PPS-EOP:0,0,2\n> PPR:4\n< block 4\n< PPS-EOP:0,0,1\n> MCF${goodbye}`,
    after: (run) => expect(run.stored[0]?.data.length).toBe(2560),
  },
  {
    id: 'C06',
    why: 'a corrected block followed by another one: counters and maps begin anew',
    call: `${trained}\n< block 0-255 without 7\n< PPS-NULL:0,0,256\n> PPR:7\n< block 7\n< PPS-NULL:0,0,1\n> MCF\n< block 0-1 without 1\n< PPS-EOP:0,1,2\n> PPR:1\n< block 1\n< PPS-EOP:0,1,1\n> MCF${goodbye}`,
  },
  {
    id: 'C07',
    why: 'after the fourth PPR a CTC is answered by CTR, and correction goes on at the rate it names',
    call: `${trained}\n< block 0-2 without 1\n< PPS-EOP:0,0,3\n> PPR:1\n${'< block 0\n< PPS-EOP:0,0,1\n> PPR:1\n'.repeat(3)}< CTC@v29-9600\n> CTR\n< block 1\n< PPS-EOP:0,0,1\n> MCF${goodbye}`,
    after: (run) => expect(run.end?.facts?.rate).toBe(9600),
  },
  {
    id: 'C08',
    why: 'CTC heard twice is answered twice',
    call: `${trained}\n< block 0-2 without 1\n< PPS-EOP:0,0,3\n> PPR:1\n< CTC\n> CTR\n< CTC\n> CTR\n< block 1\n< PPS-EOP:0,0,1\n> MCF${goodbye}`,
  },
  {
    id: 'C09',
    why: 'EOR-EOP is answered by ERR, and what came is kept as damaged',
    call: `${trained}\n< block 0-5 without 3\n< PPS-EOP:0,0,6\n> PPR:3\n< EOR-EOP\n> ERR${damaged}`,
    after: (run) => expect(run.stored).toMatchObject([{ complete: false }]),
  },
  {
    id: 'C10',
    why: 'EOR-MPS gives the page up and goes on with the next',
    call: `${trained}\n< block 0-5 without 3\n< PPS-MPS:0,0,6\n> PPR:3\n< EOR-MPS\n> ERR\n< block 0-2\n< PPS-EOP:1,0,3\n> MCF${damaged}`,
    after: (run) => expect(run.stored.map(({ complete }) => complete)).toEqual([false, true]),
  },
  {
    id: 'C11',
    why: 'EOR-NULL gives a block up; the page goes on with the next block',
    call: `${trained}\n< block 0-255 without 3\n< PPS-NULL:0,0,256\n> PPR:3\n< EOR-NULL\n> ERR\n< block 0-2\n< PPS-EOP:0,1,3\n> MCF${damaged}`,
  },
  {
    id: 'C12',
    why: 'EOR-EOM: ERR, and DIS after T2',
    call: `${trained}\n< block 0-5 without 3\n< PPS-EOM:0,0,6\n> PPR:3\n< EOR-EOM\n> ERR\nin 5 7.05 > CSI DIS\n< TSI DCS\n< TCF\n> CFR\n< block 0-2\n< PPS-EOP:1,0,3\n> MCF${damaged}`,
  },
  {
    id: 'C13',
    why: 'RNR while storing is slow, and RR is answered until the page is kept',
    call: `${trained}\nstore slow\n< block 0-2\n< PPS-EOP:0,0,3\n> RNR\n< RR\n> RNR\n< RR\n> RNR\nstored\n< RR\n> MCF${goodbye}`,
    after: (run) => expect(run.stored).toHaveLength(1),
  },
  {
    id: 'C14',
    why: 'PPS said again in place of RR, while storing is slow, is answered too',
    call: `${trained}\nstore slow\n< block 0-2\n< PPS-MPS:0,0,3\n> RNR\n< PPS-MPS:0,0,3\n> RNR\nstored\n< RR\n> MCF\n< block 0-2\n< PPS-EOP:1,0,3\n> MCF${goodbye}`,
    after: (run) => expect(run.stored).toHaveLength(2),
  },
  {
    id: 'C15',
    why: 'frames sent twice make no page longer',
    call: `${trained}\n< block 0-5 without 2\n< PPS-EOP:0,0,6\n> PPR:2\n< block 0-5\n< PPS-EOP:0,0,6\n> MCF${goodbye}`,
    after: (run) => expect(run.stored[0]?.data.length).toBe(1536),
  },
  ...(['PPS-PRI-EOP', 'PPS-PRI-MPS', 'PPS-PRI-EOM'] as const).map(
    (command, i): Sequence<FetchedSettings> => ({
      id: `C${16 + i}`,
      why: `with no operator ${command} counts as ${command.replace('PRI-', '')}`,
      call: `${trained}\n< block 0-2\n< ${command}:0,0,3\n> MCF\n${
        {
          'PPS-PRI-EOP': '',
          'PPS-PRI-MPS': '< block 0-2\n< PPS-EOP:1,0,3\n> MCF',
          'PPS-PRI-EOM': '> CSI DIS\n< TSI DCS\n< TCF\n> CFR\n< block 0-2\n< PPS-EOP:1,0,3\n> MCF',
        }[command]
      }${goodbye}`,
    }),
  ),
  {
    id: 'C19',
    why: 'CTC with bits of V.33, or that are no rate, is not answered; the one that comes then is',
    call: `${trained}\n< block 0-5 without 2\n< PPS-EOP:0,0,6\n> PPR:2\n< CTC=00 48\nwait 3\n< CTC=00 4C\nwait 3\n< CTC@v29-9600\n> CTR\n< block 2\n< PPS-EOP:0,0,6\n> MCF${goodbye}`,
    after: (run) => expect(run.end?.facts?.rate).toBe(9600),
  },
];
