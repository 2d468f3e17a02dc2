import { expect } from 'vitest';
import { confirmed, retrained } from './phases.testing.ts';
import { bitsSaid, type SendingSettings, type Sequence } from './sequences.testing.ts';

/** DIS bits 11 to 14, and the rate that we begin with. */
const modems = [
  ['0000', '40', 'v27ter-2400'],
  ['0100', '50', 'v27ter-4800'],
  ['1000', '60', 'v29-9600'],
  ['1100', '70', 'v29-9600'],
  ['1110, V.33 too', '78', 'v29-9600'],
  ['1101, V.17 too', '74', 'v17-14400'],
] as const;

/** A DIS with bit 6 (V.8, and behind it V.34), and the rate that we begin with all the same. */
const v8Offers = [
  ['04 74 10', 'V.17 too', 'v17-14400'],
  ['04 70 10', 'V.29 and V.27ter too', 'v29-9600'],
  ['04 60 10', 'V.29 too', 'v29-9600'],
  ['04 78 10', 'V.33 too', 'v29-9600'],
  ['04 50 10', 'V.27ter too', 'v27ter-4800'],
  ['04 40 10', 'nothing but the fall-back rate beside it', 'v27ter-2400'],
] as const;

interface Offer {
  readonly dis: string;
  readonly why: string;
  readonly said: string;
  readonly settings?: SendingSettings;
  /** With ECM the page goes as a block. */
  readonly ecm?: true;
}

const superfine = { ecm: true, pages: [{ resolution: 'superfine', width: 'a4' }] } as const;
const b4 = { ecm: true, pages: [{ resolution: 'fine', width: 'b4' }] } as const;
const a3 = { ecm: true, pages: [{ resolution: 'fine', width: 'a3' }] } as const;
const standard = { ecm: true, pages: [{ resolution: 'standard', width: 'a4' }] } as const;

/** Offers of a far end with V.17, and what our DCS must choose of them (T.30 table 2). */
const offers: readonly Offer[] = [
  { dis: '00 74 10', why: 'standard only: a fine page is converted', said: 'resolution=standard coding=mh ecm=false' },
  { dis: '00 76 10', why: 'bit 15: fine', said: 'resolution=fine coding=mh' },
  { dis: '00 77 10', why: 'bit 16: MR', said: 'resolution=fine coding=mr' },
  { dis: '00 77 11 20', why: 'bit 27: ECM, MR with it', said: 'ecm=true coding=mr frameSize=256', ecm: true },
  { dis: '00 77 11 22', why: 'bits 27 and 31: MMR', said: 'ecm=true coding=mmr', ecm: true },
  { dis: '00 77 11 02', why: 'bit 31 without 27: no MMR without ECM', said: 'ecm=false coding=mr' },
  {
    dis: '00 77 11 22',
    why: 'ECM offered and not wanted here: bit 27 of DCS stays 0',
    said: 'ecm=false coding=mr',
    settings: { ecm: false },
  },
  { dis: '00 76 10', why: 'a B4 page to A4: converted', said: 'width=a4', settings: b4 },
  { dis: '00 76 90', why: 'bits 17, 18 = 10: B4', said: 'width=b4', settings: b4 },
  { dis: '00 76 90', why: 'an A3 page to B4: converted', said: 'width=b4', settings: a3 },
  { dis: '00 76 50', why: 'bits 17, 18 = 01: A3', said: 'width=a3', settings: a3 },
  { dis: '00 76 D0', why: 'bits 17, 18 = 11, which is invalid, counts as 01', said: 'width=a3', settings: a3 },
  { dis: '00 76 10', why: 'a superfine page to fine: converted', said: 'resolution=fine', settings: superfine },
  {
    dis: '00 77 11 23 01 80',
    why: 'bit 41: superfine',
    said: 'resolution=superfine',
    settings: superfine,
    ecm: true,
  },
  {
    dis: '00 77 11 22 01 80',
    why: 'bit 41 behind an extend bit of 0 does not exist',
    said: 'resolution=fine',
    settings: superfine,
    ecm: true,
  },
  { dis: '00 76 10', why: 'bits 21 to 23 = 000: 20 ms a line', said: 'scanTime=20' },
  { dis: '00 76 12', why: '001: 40 ms', said: 'scanTime=40' },
  { dis: '00 76 14', why: '010: 10 ms', said: 'scanTime=10' },
  { dis: '00 76 16', why: '011: 10 ms, at fine 5', said: 'scanTime=5' },
  { dis: '00 76 16', why: '011 at standard: 10 ms', said: 'scanTime=10', settings: standard },
  { dis: '00 76 18', why: '100: 5 ms', said: 'scanTime=5' },
  { dis: '00 76 1C', why: '110: 20 ms, at fine 10', said: 'scanTime=10' },
  { dis: '00 76 1A', why: '101: 40 ms, at fine 20', said: 'scanTime=20' },
  { dis: '00 76 1E', why: '111: no time at all', said: 'scanTime=0' },
  { dis: '00 77 1F 20', why: 'in ECM no fill: 0 ms whatever DIS says', said: 'scanTime=0', ecm: true },
  {
    dis: '20 77 5F 23 01 AB C1 01 01 18',
    why: 'a long DIS of the field, with T.38, Letter and Legal bits',
    said: 'ecm=true coding=mmr resolution=fine',
    ecm: true,
  },
  {
    dis: '80 77 1F FF FF FF FF FF FF FF FF FF FF FF FF FE',
    why: 'every bit there is: what we know is used, the rest ignored',
    said: 'ecm=true coding=mmr resolution=fine',
    ecm: true,
  },
  { dis: '00 76', why: 'a DIS of two octets', said: 'resolution=fine coding=mh width=a4 ecm=false' },
  { dis: '02 77 11 22', why: 'bit 7: frames of 64 octets are what it likes best', said: 'ecm=true', ecm: true },
];

const v17 = 'v17-14400';
const end = (ecm: true | undefined, rate: string): string =>
  ecm ? `\n> block ${rate} short 0-2\n> PPS-EOP${confirmed}` : `\n> page ${rate} short\n> EOP${confirmed}`;

/** G: what the sender chooses of what it is offered. */
export const transmitCapability: readonly Sequence<SendingSettings>[] = [
  ...modems.map(
    ([bits, octet, rate], i): Sequence<SendingSettings> => ({
      id: `G${String(1 + i).padStart(2, '0')}`,
      why: `bits 11 to 14 = ${bits}: the first rate is ${rate}`,
      call: `> CNG\n< DIS=00 ${octet} 10\n> TSI DCS\n> TCF ${rate}\n< CFR\nsaid DCS modulation=${rate}${end(undefined, rate)}`,
    }),
  ),
  {
    id: 'G07',
    why: 'bits 11 to 14 of V.33 and V.17 not known to us fall back to 2400, which every machine has',
    call: `> CNG\n< DIS=00 4C 10\n> TSI DCS\n> TCF v27ter-2400\n< CFR${end(undefined, 'v27ter-2400')}`,
  },
  {
    id: 'G08',
    why: 'bit 10 = 0: a far end that cannot receive is told DCN',
    call: '> CNG\n< DIS=00 34 10\n> DCN\nend incompatible b-cannot-receive',
  },
  ...offers.map(
    ({ dis, why, said, settings, ecm }, i): Sequence<SendingSettings> => ({
      id: `G${String(9 + i).padStart(2, '0')}`,
      why,
      call: `> CNG\n< CSI DIS=${dis}\n> TSI DCS\n> TCF ${v17}\n< CFR\nsaid DCS ${said}${end(ecm, v17)}`,
      settings: settings ?? { ecm: true },
    }),
  ),
  {
    id: 'G38',
    why: 'bits 49 and 50: SUB and SID go with DCS',
    call: `> CNG\n< DIS=00 77 11 23 01 01 C0\n> SUB SID TSI DCS\n> TCF ${v17}\n< CFR${end(true, v17)}`,
    settings: { subAddress: '12', password: '34' },
  },
  {
    id: 'G39',
    why: 'a far end that takes no sub-address is not sent one: the fax goes without',
    call: `> CNG\n< DIS=00 77 11 22\n> TSI DCS\n> TCF ${v17}\n< CFR${end(true, v17)}`,
    settings: { subAddress: '12' },
  },
  {
    id: 'G40',
    why: 'a far end that takes no password is sent nothing',
    call: '> CNG\n< DIS=00 77 11 22\n> DCN\nend password b-password-not-taken',
    settings: { password: '34' },
  },
  ...v8Offers.map(
    ([dis, words, rate], i): Sequence<SendingSettings> => ({
      id: `G${41 + i}`,
      why: `bit 6: V.8 and V.34, ${words}: DCS without V.8, and the call goes on at ${rate}`,
      call: `> CNG\n< CSI DIS=${dis}\n> TSI DCS\n> TCF ${rate}\n< CFR\nsaid DCS modulation=${rate}${end(undefined, rate)}`,
      after: (run) => expect(bitsSaid(run, 'DCS')).not.toContain('v8'),
    }),
  ),
  {
    id: 'G47',
    why: 'a V.34 machine of the field, with ECM and T.6: as a V.17 machine, falling back too',
    call: `> CNG\n< CSI DIS=04 77 5F 23 01 FB C1 01 01 18\n> TSI DCS\n> TCF ${v17}\n< FTT${retrained('v17-12000')}said DCS ecm=true coding=mmr${end(true, 'v17-12000')}`,
    settings: { ecm: true },
    after: (run) => expect(bitsSaid(run, 'DCS')).not.toContain('v8'),
  },
  {
    id: 'G48',
    why: 'bit 6 again in the DIS behind EOM: the same once more',
    call: `> CNG\n< CSI DIS=04 77 11 22\n> TSI DCS\n> TCF ${v17}\n< CFR\n> block ${v17} short 0-2\n> PPS-EOM\n< MCF\n< CSI DIS=04 77 11 22\n> TSI DCS\n> TCF ${v17}\n< CFR${end(true, v17)}`,
    settings: {
      ecm: true,
      pages: [
        { resolution: 'fine', width: 'a4' },
        { resolution: 'standard', width: 'a4' },
      ],
    },
    after: (run) => expect(bitsSaid(run, 'DCS')).not.toContain('v8'),
  },
];
