import { expect } from 'vitest';
import { blockPage, plainDcs, streamPage } from './phases.testing.ts';
import { bitsSaid, type FetchingSettings, type Sequence } from './sequences.testing.ts';

/** A DIS with a document to be fetched: bits 9 and 10, V.17, fine, ECM, T.6. */
const offer = '00 F7 11 22';
/** … that takes SEP (bit 47) and PWD (bit 50) too. */
const offerWithNames = '00 F7 11 23 01 03 C0';

/** E: the calling end fetches a document (T.30 5.2.1). */
export const pollingReceive: readonly Sequence<FetchingSettings>[] = [
  {
    id: 'E01',
    why: 'DIS with bit 9: CIG and DTC, then the far end sends',
    call: `> CNG\n< CED\n< CSI DIS=${offer}\n> CIG DTC\n< TSI DCS\n< TCF\n> CFR${blockPage}`,
    after: (run) => expect(run.end).toMatchObject({ pages: 1, polled: true }),
  },
  {
    id: 'E02',
    why: 'the same without ECM',
    call: `> CNG\n< DIS=00 F6 10\n> CIG DTC\n< TSI DCS\n< TCF\n> CFR${streamPage}`,
    options: plainDcs,
  },
  {
    id: 'E03',
    why: 'nothing to fetch (bit 9 = 0): DCN, and an outcome that says so',
    call: '> CNG\n< CSI DIS=00 77 11 22\n> DCN\nend incompatible b-nothing-to-fetch',
  },
  {
    id: 'E04',
    why: 'DTC is repeated when nobody answers, and not for ever',
    call: `> CNG\n< DIS=${offer}\n> CIG DTC\nin 2.55 4.6 > CIG DTC\n> CIG DTC\n> DCN\nend training-failed b-no-reply-to-dtc`,
  },
  {
    id: 'E05',
    why: 'DIS again in answer to DTC: DTC again',
    call: `> CNG\n< DIS=${offer}\n> CIG DTC\n< DIS=${offer}\n> CIG DTC\n< TSI DCS\n< TCF\n> CFR${blockPage}`,
  },
  {
    id: 'E06',
    why: 'selector and password go before DTC',
    call: `> CNG\n< DIS=${offerWithNames}\n> PWD SEP CIG DTC\n< TSI DCS\n< TCF\n> CFR${blockPage}`,
    settings: { selector: '7', password: '34' },
  },
  {
    id: 'E07',
    why: 'a far end that takes no password is not asked with one',
    call: `> CNG\n< DIS=${offer}\n> DCN\nend password b-password-not-taken`,
    settings: { password: '34' },
  },
  {
    id: 'E08',
    why: 'a far end that takes no selector is not asked with one',
    call: `> CNG\n< DIS=${offer}\n> DCN\nend incompatible b-selector-not-taken`,
    settings: { selector: '7' },
  },
  {
    id: 'E09',
    why: 'DCN in answer to a password: it was refused',
    call: `> CNG\n< DIS=${offerWithNames}\n> PWD CIG DTC\n< DCN\nend password b-password-refused`,
    settings: { password: '34' },
  },
  {
    id: 'E10',
    why: 'several pages are fetched, with the replies’ X bit that of the caller',
    call: `> CNG\n< DIS=${offer}\n> CIG DTC\n< TSI DCS\n< TCF\n> CFR\n< block 0-2\n< PPS-MPS:0,0,3\n> MCF\n< block 0-2 without 1\n< PPS-EOP:1,0,3\n> PPR:1\n< block 1\n< PPS-EOP:1,0,1\n> MCF\n< DCN\nend ok ok`,
    after: (run) => expect(run.end?.pages).toBe(2),
  },
  {
    id: 'E11',
    why: 'nobody answers the call: T1',
    call: '> CNG\n> CNG\n> DCN\nend not-fax b-no-fax-heard',
  },
  {
    id: 'E12',
    why: 'a far end with V.8 and V.34 (bit 6) is asked as any other: DTC without V.8',
    call: `> CNG\n< CED\n< CSI DIS=04 F7 11 22\n> CIG DTC\n< TSI DCS\n< TCF\n> CFR${blockPage}`,
    after: (run) => expect(bitsSaid(run, 'DTC')).not.toContain('v8'),
  },
];
