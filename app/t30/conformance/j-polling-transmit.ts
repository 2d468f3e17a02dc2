import { expect } from 'vitest';
import { confirmed } from './phases.testing.ts';
import type { FetchedSettings, Sequence } from './sequences.testing.ts';

/** A DTC that takes everything there is in fine, V.17, ECM, T.6. */
const dtc = '00 77 11 22';
const asked = `
  > CED
  > CSI DIS
  < CIG DTC=${dtc}
  > TSI DCS
  > TCF v17-14400
`;
const block = `
  > block v17-14400 short 0-2
  > PPS-EOP`;

/** J: the answering end is fetched from (T.30 5.2.1). */
export const pollingTransmit: readonly Sequence<FetchedSettings>[] = [
  {
    id: 'J01',
    why: 'DIS offers the document (bit 9), DTC asks for it: DCS, TCF, page',
    call: `${asked}\nsaid DIS poll=true\n< CFR${block}${confirmed}`,
    after: (run) => expect(run.end).toMatchObject({ pages: 1, polled: true }),
  },
  {
    id: 'J02',
    why: 'nothing to fetch: DIS without bit 9, and DTC is told DCN',
    call: `> CED\n> CSI DIS\nsaid DIS poll=false\n< CIG DTC=${dtc}\n> DCN\nend incompatible b-polling-refused`,
    settings: {},
  },
  {
    id: 'J03',
    why: 'the DTC’s own capabilities are kept to: no ECM, V.27ter',
    call: `> CED\n> CSI DIS\n< CIG DTC=00 50 1E\n> TSI DCS\n> TCF v27ter-4800\n< CFR\nsaid DCS ecm=false coding=mh resolution=standard\n> page v27ter-4800 short\n> EOP${confirmed}`,
  },
  {
    id: 'J04',
    why: 'DTC again in answer to DCS: DCS and TCF again',
    call: `${asked}\n< CIG DTC=${dtc}\n> TSI DCS\n> TCF v17-14400\n< CFR${block}${confirmed}`,
  },
  {
    id: 'J05',
    why: 'FTT: one rate lower',
    call: `${asked}\n< FTT\n> TSI DCS\n> TCF v17-12000\n< CFR\n> block v17-12000 short 0-2\n> PPS-EOP${confirmed}`,
  },
  {
    id: 'J06',
    why: 'DCS is repeated twice when nobody answers',
    call: `${asked}\nin 2.55 3.5 > TSI DCS\n> TCF v17-14400\n> TSI DCS\n> TCF v17-14400\n> DCN\nend training-failed b-no-reply-to-dcs`,
  },
  {
    id: 'J07',
    why: 'a wrong password is told DCN',
    call: `> CED\n> CSI DIS\n< PWD:4711 CIG DTC=${dtc}\n> DCN\nend password b-password-wrong`,
    settings: { polled: [{ resolution: 'fine', width: 'a4' }], expectPassword: '99' },
  },
  {
    id: 'J08',
    why: 'the right password is served',
    call: `> CED\n> CSI DIS\n< PWD:4711 CIG DTC=${dtc}\n> TSI DCS\n> TCF v17-14400\n< CFR${block}${confirmed}`,
    settings: { polled: [{ resolution: 'fine', width: 'a4' }], expectPassword: '4711' },
  },
  {
    id: 'J09',
    why: 'a caller that sends instead of fetching is served too',
    call: `> CED\n> CSI DIS\n< TSI DCS\n< TCF\n> CFR\n< block 0-2\n< PPS-EOP:0,0,3\n> MCF\n< DCN\nend ok ok`,
    after: (run) => expect(run.end).toMatchObject({ pages: 1, polled: false }),
  },
  {
    id: 'J10',
    why: 'several pages, corrected: PPR and CTC as in any call',
    call: `${asked}\n< CFR\n> block v17-14400 short 0-2\n> PPS-MPS\n< PPR:1\n> block v17-14400 short 1\n> PPS-MPS\n< MCF${block}${confirmed}`,
    settings: {
      polled: [
        { resolution: 'fine', width: 'a4' },
        { resolution: 'fine', width: 'a4' },
      ],
    },
  },
  {
    id: 'J11',
    why: 'the caller hangs up behind the last page: nobody knows',
    call: `${asked}\n< CFR${block}\n< hang up\nend uncertain d-hung-up-after-eop`,
  },
  {
    id: 'J12',
    why: 'the selector of another document is told DCN',
    call: `> CED\n> CSI DIS\n< SEP:8 CIG DTC=${dtc}\n> DCN\nend incompatible b-selector-wrong`,
    settings: { polled: [{ resolution: 'fine', width: 'a4' }], polledSelector: '7' },
  },
];
