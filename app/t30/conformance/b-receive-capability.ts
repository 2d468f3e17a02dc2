import { expect } from 'vitest';
import type { ScriptOptions } from '../script.testing.ts';
import { blockPage, plainDcs, streamPage, trained } from './phases.testing.ts';
import { bitsSaid, type FetchedSettings, type Sequence } from './sequences.testing.ts';

type Chosen = NonNullable<ScriptOptions['dcs']>;

const accepted: readonly (readonly [string, Chosen])[] = [
  ['standard resolution, MH', { resolution: 'standard' }],
  ['fine', { resolution: 'fine' }],
  ['superfine', { resolution: 'superfine' }],
  ['B4', { width: 'b4' }],
  ['A3', { width: 'a3' }],
  ['MR', { coding: 'mr' }],
  ['20 ms a line', { scanTime: 20 }],
];

const refused: readonly (readonly [string, string])[] = [
  ['V.33 at 14400, which was not offered', '00 48 10'],
  ['V.33 at 12000', '00 58 10'],
  ['a rate that does not exist', '00 7C 10'],
  ['a width that does not exist', '00 46 D0'],
  ['MMR without ECM', '00 46 11 02'],
];

/** DCS bits 11 to 14 that T.30 table 2 leaves free, and those of DIS that are no rate of V.17, V.29 or V.27ter. */
const noRates = [
  ['0011', '4C'],
  ['0111', '5C'],
  ['1011', '6C'],
  ['1010', '68'],
  ['1110', '78'],
] as const;

/** B: what the receiver offers, and which choices it takes (T.30 table 2). */
export const receiveCapability: readonly Sequence<FetchedSettings>[] = [
  {
    id: 'B01',
    why: 'DIS says what we have: every rate, coding, width and resolution',
    call: `> CED\n> CSI DIS\nsaid DIS receive=true ecm=true scanTime=0\n< hang up\nend remote-hung-up b-hung-up`,
    after: (run) => expect(run.end?.pages).toBe(0),
  },
  ...accepted.map(
    ([words, dcs], i): Sequence<FetchedSettings> => ({
      id: `B${String(2 + i).padStart(2, '0')}`,
      why: `a caller that chooses ${words} is served`,
      call: `${trained}${streamPage}`,
      options: { dcs: { ecm: false, coding: 'mh', ...dcs } },
      after: (run) => {
        const { scanTime: _, ...page } = dcs;
        expect(run.stored[0]).toMatchObject({ ecm: false, ...page });
      },
    }),
  ),
  {
    id: 'B09',
    why: 'a DCS of the two octets that T.30 began with is a DCS',
    call: `> CED\n> CSI DIS\n< DCS=00 46\n< TCF\n> CFR${streamPage}`,
    options: plainDcs,
  },
  {
    id: 'B10',
    why: 'extension octets of any number are read, and bits that we do not know ignored',
    call: `> CED\n> CSI DIS\n< DCS=00 46 1F 23 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 00\n< TCF\n> CFR${blockPage}`,
    after: (run) => expect(run.stored[0]).toMatchObject({ coding: 'mmr', resolution: 'fine' }),
  },
  {
    id: 'B11',
    why: 'octets behind the last extend bit do not exist',
    call: `> CED\n> CSI DIS\n< DCS=00 46 10 02 01 80\n< TCF\n> CFR${streamPage}`,
    options: plainDcs,
    after: (run) => expect(run.stored[0]).toMatchObject({ coding: 'mh', ecm: false, resolution: 'fine' }),
  },
  {
    id: 'B12',
    why: 'frames of 64 octets where DCS bit 28 says so',
    call: `${trained}${blockPage}`,
    options: { dcs: { frameSize: 64 } },
    after: (run) => expect(run.stored[0]?.data.length).toBe(3 * 64),
  },
  {
    id: 'B13',
    why: 'MH with ECM',
    call: `${trained}${blockPage}`,
    options: { dcs: { coding: 'mh' } },
    after: (run) => expect(run.stored[0]).toMatchObject({ coding: 'mh', ecm: true }),
  },
  ...refused.map(
    ([words, fif], i): Sequence<FetchedSettings> => ({
      id: `B${14 + i}`,
      why: `a DCS that asks for ${words} is refused: DCN and an outcome that says so`,
      call: `> CED\n> CSI DIS\n< TSI DCS=${fif}\n> DCN\nend incompatible b-dcs-refused`,
    }),
  ),
  {
    id: 'B19',
    why: 'a sub-address that comes with DCS is told',
    call: `> CED\n> CSI DIS\n< SUB:4711 TSI DCS\n< TCF\n> CFR${blockPage}`,
    after: (run) => expect(run.end?.subAddress).toBe('4711'),
  },
  {
    id: 'B20',
    why: 'the password that is asked for lets a caller in',
    call: `> CED\n> CSI DIS\n< SID:4711 TSI DCS\n< TCF\n> CFR${blockPage}`,
    settings: { expectPassword: '4711' },
  },
  {
    id: 'B21',
    why: 'a wrong password: DCN when the training check is over',
    call: '> CED\n> CSI DIS\n< SID:4712 TSI DCS\n< TCF\n> DCN\nend password b-password-wrong',
    settings: { expectPassword: '4711' },
  },
  {
    id: 'B22',
    why: 'no password where one is asked for: the same',
    call: '> CED\n> CSI DIS\n< TSI DCS\n< TCF\n> DCN\nend password b-password-wrong',
    settings: { expectPassword: '4711' },
  },
  ...noRates.map(
    ([bits, octet], i): Sequence<FetchedSettings> => ({
      id: `B${23 + i}`,
      why: `a DCS whose bits 11 to 14 are ${bits}, which is no rate, is refused behind its training check`,
      call: `> CED\n> CSI DIS\n< TSI DCS=00 ${octet} 10\n< TCF\n> DCN\nend incompatible b-dcs-refused`,
      after: (run) => expect(run.stored).toHaveLength(0),
    }),
  ),
  {
    id: 'B28',
    why: 'V.8 and V.34 are not offered: bit 6 of DIS is 0',
    call: '> CED\n> CSI DIS\n< hang up\nend remote-hung-up b-hung-up',
    after: (run) => expect(bitsSaid(run, 'DIS')).not.toContain('v8'),
  },
  {
    id: 'B29',
    why: 'bit 6 means nothing in DCS: the rate of bits 11 to 14 is the one that counts',
    call: `> CED\n> CSI DIS\n< DCS=04 44 10\n< TCF\n> CFR${streamPage}`,
    options: plainDcs,
    after: (run) => expect(run.end?.facts?.rate).toBe(14400),
  },
  {
    id: 'B30',
    why: 'V.33 refused is not the end of the call: a DCS with a rate that we have is served, when it comes in time',
    call: `> CED\n> CSI DIS\n< TSI DCS=00 48 10\n< TSI DCS\n< TCF\n> CFR${blockPage}`,
  },
];
