import { expect } from 'vitest';
import { confirmed, connected } from './phases.testing.ts';
import type { SendingSettings, Sequence } from './sequences.testing.ts';

const fine = { resolution: 'fine', width: 'a4' } as const;
const standard = { resolution: 'standard', width: 'a4' } as const;
const plain = { ecm: false } as const;
const twoPages = { ecm: false, pages: [fine, fine] } as const;
const eom = { ecm: false, pages: [fine, standard] } as const;
const page = (command = 'EOP', rate = 'v17-14400') => `
  > page ${rate} short
  > ${command}`;
const dcs = '> TSI DCS\n> TCF v17-14400\n';

/** I: sending while something goes wrong (T.30 5.4, figure 5-2). */
export const transmitExceptions: readonly Sequence<SendingSettings>[] = [
  {
    id: 'I01',
    why: 'nobody is heard: CNG until T1 of 35 s +-5, then DCN',
    call: '> CNG\n> CNG\n> CNG\n> DCN\nend not-fax b-no-fax-heard',
    after: (run) => {
      expect(run.now).toBeGreaterThanOrEqual(30_000);
      expect(run.now).toBeLessThanOrEqual(40_000);
    },
  },
  {
    id: 'I02',
    why: 'CNG is 3 s off between two of them',
    call: '> CNG\nin 2.5 3.5 > CNG\n< hang up\nend remote-hung-up b-hung-up',
  },
  {
    id: 'I03',
    why: 'DIS with a bad FCS, with an unknown FCF, cut short: we keep listening',
    call: `> CNG\n< bad CSI DIS\n< raw FF C8 BD\n< DIS=00\n< CSI DIS\n${dcs}< CFR${page()}${confirmed}`,
    settings: plain,
  },
  {
    id: 'I04',
    why: 'a CED and no DIS: not a fax, but something was heard',
    call: '> CNG\n< CED\n> DCN\nend not-fax b-no-valid-dis',
  },
  {
    id: 'I05',
    why: 'DCS is repeated at T4 of 3 s +-15 %, three in all, then DCN',
    call: `> CNG\n< DIS\n${dcs}in 2.55 3.5 > TSI DCS\n> TCF v17-14400\nin 2.55 3.5 > TSI DCS\n> TCF v17-14400\nin 2.55 3.5 > DCN\nend training-failed b-no-reply-to-dcs`,
  },
  {
    id: 'I06',
    why: 'DIS again in answer to DCS: DCS and TCF again',
    call: `> CNG\n< DIS\n${dcs}< DIS\n${dcs}< CFR${page()}${confirmed}`,
    settings: plain,
  },
  {
    id: 'I07',
    why: 'DIS for ever in answer to DCS: three tries in all',
    call: `> CNG\n< DIS\n${dcs}< DIS\n${dcs}< DIS\n${dcs}< DIS\n> DCN\nend training-failed b-no-reply-to-dcs`,
  },
  {
    id: 'I08',
    why: 'CFR with a bad FCS: DCS and TCF again, at once',
    call: `> CNG\n< DIS\n${dcs}< bad CFR\n${dcs}< CFR${page()}${confirmed}`,
    settings: plain,
  },
  {
    id: 'I09',
    why: 'CRP in answer to DCS: DCS and TCF again',
    call: `> CNG\n< DIS\n${dcs}< CRP\n${dcs}< CFR${page()}${confirmed}`,
    settings: plain,
  },
  {
    id: 'I10',
    why: 'CRP for ever does not go on for ever',
    call: `> CNG\n< DIS\n${`${dcs}< CRP\n`.repeat(6)}> DCN\nend training-failed b-no-reply-to-dcs`,
  },
  ...(
    [
      ['MPS', twoPages, 'lost-in-page d-no-reply-to-mps'],
      ['EOM', eom, 'lost-in-page d-no-reply-to-eom'],
      ['EOP', plain, 'uncertain d-no-reply-to-eop'],
    ] as const
  ).map(
    ([command, settings, end], i): Sequence<SendingSettings> => ({
      id: `I${11 + i}`,
      why: `${command} is repeated at T4, three in all, then DCN`,
      call: `${connected}${page(command)}\nin 2.55 3.5 > ${command}\nin 2.55 3.5 > ${command}\nin 2.55 3.5 > DCN\nend ${end}`,
      settings,
    }),
  ),
  {
    id: 'I14',
    why: 'MCF after the command was repeated: one page was sent, not two',
    call: `${connected}${page('MPS')}\n> MPS\n< MCF${page()}${confirmed}`,
    settings: twoPages,
    after: (run) => expect(run.confirmed).toEqual([0, 1]),
  },
  {
    id: 'I15',
    why: 'MCF to EOP with a bad FCS: EOP again, at once, and MCF ends the call well',
    call: `${connected}${page()}\n< bad MCF\n> EOP${confirmed}`,
    settings: plain,
  },
  {
    id: 'I16',
    why: 'after EOM nobody is heard for T1: the pages left are lost',
    call: `${connected}${page('EOM')}\n< MCF\nin 30 40 > DCN\nend lost-in-page b-no-dis-after-eom`,
    settings: eom,
  },
  {
    id: 'I17',
    why: 'RTN three times: the far end cannot read the page',
    call: `${connected}${page()}\n< RTN\n> TSI DCS\n> TCF v17-12000\n< CFR${page('EOP', 'v17-12000')}\n< RTN\n> TSI DCS\n> TCF v17-9600\n< CFR${page('EOP', 'v17-9600')}\n< RTN\n> DCN\nend page-rejected d-page-rejected`,
    settings: plain,
  },
  ...(
    [
      ['before DIS', '> CNG', 'remote-hung-up b-dcn'],
      ['in answer to DCS', `> CNG\n< DIS\n${dcs}`, 'remote-hung-up b-dcn'],
      ['in answer to MPS', `${connected}${page('MPS')}`, 'lost-in-page d-dcn'],
      ['in answer to EOP', `${connected}${page('MPS')}\n< MCF${page()}`, 'uncertain d-dcn-after-eop'],
      ['within the page', `${connected.replace('< CFR', 'freeze\n< CFR')}> page v17-14400 short`, 'lost-in-page c-dcn'],
    ] as const
  ).map(
    ([where, call, end], i): Sequence<SendingSettings> => ({
      id: `I${18 + i}`,
      why: `DCN ${where} ends the call, with an outcome that names the phase`,
      call: `${call}\n< DCN\nend ${end}`,
      settings: twoPages,
    }),
  ),
  {
    id: 'I23',
    why: 'the far end hangs up in answer to EOP: nobody knows',
    call: `${connected}${page()}\n< hang up\nend uncertain d-hung-up-after-eop`,
    settings: plain,
  },
  {
    id: 'I24',
    why: 'flags that never end behind EOP: the frame timer, EOP again, three in all',
    call: `${connected}${page()}\n< flags on\nin 2.5 5 > EOP\n< flags on\n> EOP\n< flags on\n> DCN\nend uncertain d-no-reply-to-eop`,
    settings: plain,
  },
  {
    id: 'I25',
    why: 'an answer that is none of the command’s: the command again',
    call: `${connected}${page()}\n< CFR\n> EOP\n< FTT\n> EOP${confirmed}`,
    settings: plain,
  },
  {
    id: 'I26',
    why: 'a page that cannot be coded ends the call before it begins',
    call: `> CNG\nwork fails\n< DIS\n> TSI DCS\n> TCF v17-14400\n> DCN\nend line-failed c-page-not-ready`,
    settings: plain,
  },
  {
    id: 'I27',
    why: 'a confirmation that cannot be written down ends the call: no page is sent unrecorded',
    call: `${connected}${page('MPS')}\nwork fails\n< MCF\n> DCN\nend line-failed d-confirmation-not-kept`,
    settings: twoPages,
  },
  {
    id: 'I28',
    why: 'EOP waits until it is written down that the last page is out',
    call: `${connected.replace('< CFR', 'freeze\n< CFR')}> page v17-14400 short\nwork fails\nthaw\n> DCN\nend line-failed c-last-page-not-noted`,
    settings: plain,
  },
  {
    id: 'I29',
    why: 'cancelled behind DCS: DCN',
    call: `> CNG\n< DIS\n${dcs}cancel\n> DCN\nend cancelled cancelled`,
  },
  {
    id: 'I30',
    why: 'DIS in answer to EOP: EOP again',
    call: `${connected}${page()}\n< CSI DIS\n> EOP${confirmed}`,
    settings: plain,
  },
];
