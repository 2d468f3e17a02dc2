import { expect } from 'vitest';
import { blockPage, goodbye, plainDcs, streamPage, trained } from './phases.testing.ts';
import type { FetchedSettings, Sequence } from './sequences.testing.ts';

/** D: receiving while something goes wrong (T.30 5.4, figure 5-2; the paths of TSB-85's annex D). */
export const receiveExceptions: readonly Sequence<FetchedSettings>[] = [
  {
    id: 'D01',
    why: 'nobody answers DIS: it is repeated at T4, and T1 of 35 s +-5 ends the call',
    call: `> CED\n> CSI DIS\nin 2.55 4.6 > CSI DIS\n${'> CSI DIS\n'.repeat(10)}> DCN\nend not-fax b-no-dcs`,
    after: (run) => {
      expect(run.now).toBeGreaterThanOrEqual(30_000);
      expect(run.now).toBeLessThanOrEqual(40_000);
    },
  },
  {
    id: 'D02',
    why: 'a DCS with a bad FCS is nothing: silence under its TCF, then DIS again',
    call: `> CED\n> CSI DIS\n< bad TSI DCS\n< TCF\nin 2.5 4.6 > CSI DIS\n< TSI DCS\n< TCF\n> CFR${blockPage}`,
  },
  {
    id: 'D03',
    why: 'a bad TSI before a good DCS does not spoil the DCS',
    call: `> CED\n> CSI DIS\n< !TSI DCS\n< TCF\n> CFR${blockPage}`,
    after: (run) => expect(run.end?.remoteId).toBeNull(),
  },
  {
    id: 'D04',
    why: 'a frame of an unknown FCF is dropped',
    call: `> CED\n> CSI DIS\n< raw FF C8 BD\nin 2.5 4.6 > CSI DIS\n< TSI DCS\n< TCF\n> CFR${blockPage}`,
  },
  {
    id: 'D05',
    why: 'frames of a wrong address or control octet are dropped',
    call: `> CED\n> CSI DIS\n< raw FE C8 C1 00 46 10\n< raw FF 13 C1 00 46 10\nwait 2\n> CSI DIS\n< hang up\nend remote-hung-up b-hung-up`,
  },
  {
    id: 'D06',
    why: 'no training check behind DCS: FTT, and the DCS that follows is taken',
    call: `> CED\n> CSI DIS\n< TSI DCS\n> FTT\n< TSI DCS\n< TCF\n> CFR${blockPage}`,
  },
  {
    id: 'D07',
    why: 'DCS twice, since the first one had no answer: trained once',
    call: `> CED\n> CSI DIS\n< TSI DCS\n< TSI DCS\n< TCF\n> CFR${blockPage}`,
  },
  {
    id: 'D08',
    why: 'CFR was lost: the caller sends DCS and TCF again, and CFR is said again',
    call: `${trained}\n< TSI DCS\n< TCF\n> CFR${blockPage}`,
  },
  {
    id: 'D09',
    why: 'FTT was lost: DCS and TCF come again',
    call: `> CED\n> CSI DIS\n< TSI DCS\n< TCF bad\n> FTT\n< TSI DCS\n< TCF bad\n> FTT\n< TSI DCS\n< TCF\n> CFR${blockPage}`,
  },
  {
    id: 'D10',
    why: 'the page never comes behind CFR: T2, DCN, lost in the page',
    call: `${trained}\nin 5 7.05 > DCN\nend lost-in-page c-no-page-carrier`,
  },
  {
    id: 'D11',
    why: 'no post-message command behind a page: T2, DCN, and what came is kept as incomplete',
    call: `${trained}\n< page 500\nin 5 7.05 > DCN\nend lost-in-page d-no-command`,
    options: plainDcs,
    after: (run) => expect(run.stored).toMatchObject([{ complete: false }]),
  },
  {
    id: 'D12',
    why: 'no next page behind MCF to MPS: T2, DCN',
    call: `${trained}\n< page 500\n< MPS\n> MCF\nin 5 7.05 > DCN\nend lost-in-page c-no-page-carrier`,
    options: plainDcs,
    after: (run) => expect(run.end?.pages).toBe(1),
  },
  {
    id: 'D13',
    why: 'no DCS behind FTT: T2, DCN',
    call: '> CED\n> CSI DIS\n< TSI DCS\n< TCF bad\n> FTT\nin 5 7.05 > DCN\nend training-failed b-training-failed',
  },
  {
    id: 'D14',
    why: 'MCF was lost: EOP comes again, MCF is said again, the page is kept once',
    call: `${trained}\n< page 500\n< EOP\n> MCF\n< EOP\n> MCF\n< EOP\n> MCF${goodbye}`,
    options: plainDcs,
    after: (run) => expect(run.stored).toHaveLength(1),
  },
  {
    id: 'D15',
    why: 'MCF to MPS was lost: MCF again, and the next page is the next',
    call: `${trained}\n< page 500\n< MPS\n> MCF\n< MPS\n> MCF${streamPage}`,
    options: plainDcs,
    after: (run) => expect(run.stored.map(({ index }) => index)).toEqual([0, 1]),
  },
  {
    id: 'D16',
    why: 'a page whose carrier was lost whole is not confirmed by the last answer: EOP after MCF to MPS',
    call: `${trained}\n< page 500\n< MPS\n> MCF\nwait 5\n< EOP\n> RTN\n< TSI DCS\n< TCF\n> CFR${streamPage}`,
    options: plainDcs,
    after: (run) => expect(run.end?.pages).toBe(2),
  },
  {
    id: 'D17',
    why: 'a page of which nothing could be read is RTN',
    call: `${trained}\n< carrier\n< silence\n< EOP\n> RTN\n< TSI DCS\n< TCF\n> CFR${streamPage}`,
    options: plainDcs,
    after: (run) => expect(run.end?.pages).toBe(1),
  },
  {
    id: 'D18',
    why: 'a post-message command with a bad FCS: CRP asks for it again (5.3.6.1.8)',
    call: `${trained}\n< page 500\n< bad EOP\n> CRP\n< EOP\n> MCF${goodbye}`,
    options: plainDcs,
  },
  {
    id: 'D19',
    why: 'CRP has the last answer said again',
    call: `${trained}\n< CRP\n> CFR${blockPage}`,
  },
  {
    id: 'D20',
    why: 'CRP in answer to DIS has DIS said again',
    call: `> CED\n> CSI DIS\n< CRP\n> CSI DIS\n< TSI DCS\n< TCF\n> CFR${blockPage}`,
  },
  ...(
    [
      ['before DCS', '> CED\n> CSI DIS', 'remote-hung-up b-dcn'],
      ['before the training check', '> CED\n> CSI DIS\n< TSI DCS', 'remote-hung-up b-dcn'],
      ['behind CFR', trained, 'lost-in-page c-dcn'],
      ['behind a page', `${trained}\n< page 500`, 'lost-in-page d-dcn'],
      ['behind MCF to MPS', `${trained}\n< page 500\n< MPS\n> MCF`, 'lost-in-page c-dcn'],
      ['behind MCF to EOM', `${trained}\n< page 500\n< EOM\n> MCF`, 'lost-in-page d-dcn'],
    ] as const
  ).map(
    ([where, call, end], i): Sequence<FetchedSettings> => ({
      id: `D${21 + i}`,
      why: `DCN ${where} ends the call at once, with an outcome that names the phase`,
      call: `${call}\n< DCN\nend ${end}`,
      options: plainDcs,
    }),
  ),
  {
    id: 'D27',
    why: 'flags that never become a frame: the frame timer counts them as silence, T1 ends the call',
    call: `> CED\n> CSI DIS\n< flags on\n> CSI DIS\n< flags on\n> CSI DIS\n< hang up\nend remote-hung-up b-hung-up`,
  },
  {
    id: 'D28',
    why: 'a page carrier that never drops is given up in the end',
    call: `${trained}\n< carrier\nwait 200\n< hang up\nend lost-in-page c-hung-up`,
    options: plainDcs,
  },
  {
    id: 'D29',
    why: 'a block that never drops is given up within the time of the longest block',
    call: `${trained}\n< carrier\nin 40 90 > DCN\nend lost-in-page c-carrier-stuck`,
  },
  {
    id: 'D30',
    why: 'a training check that never drops is given up',
    call: `> CED\n> CSI DIS\n< TSI DCS\n< carrier\nin 4 15 > DCN\nend lost-in-page c-carrier-stuck`,
  },
  {
    id: 'D31',
    why: 'the caller hangs up in a page: what came is kept as incomplete',
    call: `${trained}\n< carrier\n< block 0-2\n< hang up\nend lost-in-page d-hung-up`,
    after: (run) => expect(run.stored).toMatchObject([{ complete: false }]),
  },
  {
    id: 'D32',
    why: 'DTC where there is nothing to fetch: DCN',
    call: '> CED\n> CSI DIS\n< CIG=04 DTC=00 77 5F\n> DCN\nend incompatible b-polling-refused',
  },
  {
    id: 'D33',
    why: 'a page that cannot be stored is not confirmed',
    call: `${trained}\nwork fails\n< page 500\n< EOP\n> DCN\nend page-rejected d-page-not-stored`,
    options: plainDcs,
    after: (run) => expect(run.end?.pages).toBe(0),
  },
  {
    id: 'D34',
    why: 'storing within T4: the answer waits for it',
    call: `${trained}\nstore slow\n< page 500\n< EOP\nwait 2\nstored\n> MCF${goodbye}`,
    options: plainDcs,
  },
  {
    id: 'D35',
    why: 'without ECM, ECM commands are none',
    call: `${trained}\n< page 500\n< MPS\n> MCF\n< PPS-EOP:0,0,1\nwait 2${streamPage}`,
    options: plainDcs,
    after: (run) => expect(run.stored).toHaveLength(2),
  },
  {
    id: 'D36',
    why: 'the line fails: the call ends at once and says so',
    call: `${trained}\n< fail\nend line-failed line-failed`,
  },
  {
    id: 'D37',
    why: 'cancelled while a page is awaited: DCN',
    call: `${trained}\ncancel\n> DCN\nend cancelled cancelled`,
  },
  {
    id: 'D38',
    why: 'a page that is refused and does not come again was not received',
    call: `${trained}\nverdict reject\n< page 500\n< EOP\n> RTN\n< DCN\nend page-rejected d-page-unreadable`,
    options: plainDcs,
    after: (run) => expect(run.end?.pages).toBe(0),
  },
];
