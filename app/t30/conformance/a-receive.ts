import { expect } from 'vitest';
import { goodbye, plainDcs, streamPage, trained } from './phases.testing.ts';
import type { FetchedSettings, Sequence } from './sequences.testing.ts';

const rates = [
  ['v17-14400', 'V.17 at 14400'],
  ['v17-12000', 'V.17 at 12000'],
  ['v17-9600', 'V.17 at 9600'],
  ['v17-7200', 'V.17 at 7200'],
  ['v29-9600', 'V.29 at 9600'],
  ['v29-7200', 'V.29 at 7200'],
  ['v27ter-4800', 'V.27ter at 4800'],
  ['v27ter-2400', 'V.27ter at 2400'],
] as const;

/** A: receiving without ECM, the normal ways (T.30 5.2, 5.3.6.1). */
export const receive: readonly Sequence<FetchedSettings>[] = [
  {
    id: 'A01',
    why: 'one page: DIS, DCS, TCF, CFR, page, EOP, MCF, DCN',
    call: `${trained}${streamPage}`,
    options: plainDcs,
    after: (run) => expect(run.end).toMatchObject({ pages: 1, remoteId: '5550199' }),
  },
  {
    id: 'A02',
    why: 'MPS: the next page follows with no new training',
    call: `${trained}\n< page 500\n< MPS\n> MCF\n< page 501\n< MPS\n> MCF${streamPage}`,
    options: plainDcs,
    after: (run) => expect(run.end?.pages).toBe(3),
  },
  {
    id: 'A03',
    why: 'EOM: DIS again after T2 of 6 s, with a tolerance of 1 s',
    call: `${trained}\n< page 500\n< EOM\n> MCF\nin 5 7.05 > CSI DIS\n< TSI DCS\n< TCF\n> CFR${streamPage}`,
    options: plainDcs,
    after: (run) => expect(run.stored.map(({ index }) => index)).toEqual([0, 1]),
  },
  {
    id: 'A04',
    why: 'after EOM the caller may choose other parameters',
    call: `${trained}\n< page 500\n< EOM\n> MCF\n> CSI DIS\n< TSI DCS=00 60 50\n< TCF\n> CFR${streamPage}`,
    options: plainDcs,
    after: (run) => expect(run.stored.map(({ width }) => width)).toEqual(['a4', 'a3']),
  },
  ...rates.map(
    ([rate, words], i): Sequence<FetchedSettings> => ({
      id: `A${String(5 + i).padStart(2, '0')}`,
      why: `a page by ${words}`,
      call: `> CED\n> CSI DIS\n< TSI DCS@${rate}\n< TCF\n> CFR${streamPage}`,
      options: plainDcs,
      after: (run) => expect(run.end?.facts?.rate).toBe(Number(rate.split('-')[1])),
    }),
  ),
  {
    id: 'A13',
    why: 'a bad training check is answered by FTT, and the next DCS may be slower',
    call: `> CED\n> CSI DIS\n< TSI DCS\n< TCF bad\n> FTT\n< TSI DCS@v29-9600\n< TCF\n> CFR${streamPage}`,
    options: plainDcs,
  },
  {
    id: 'A14',
    why: 'the whole ladder down to 2400, one FTT for each rate',
    call: `> CED\n> CSI DIS\n${rates
      .slice(0, -1)
      .map(([rate]) => `< TSI DCS@${rate}\n< TCF bad\n> FTT\n`)
      .join('')}< TSI DCS@v27ter-2400\n< TCF\n> CFR${streamPage}`,
    options: plainDcs,
  },
  {
    id: 'A15',
    why: 'DCS needs no TSI',
    call: `> CED\n> CSI DIS\n< DCS\n< TCF\n> CFR${streamPage}`,
    options: plainDcs,
    after: (run) => expect(run.end?.remoteId).toBeNull(),
  },
  {
    id: 'A16',
    why: 'NSS and frames of internet addresses before DCS are skipped',
    call: `> CED\n> CSI DIS\n< NSS=AD 00 36 TSI TSA=01 02 03 DCS\n< TCF\n> CFR${streamPage}`,
    options: plainDcs,
    after: (run) => expect(run.end?.remoteId).toBe('5550199'),
  },
  {
    id: 'A17',
    why: 'no DCN behind a confirmed last page: T2 ends the call, and it is whole',
    call: `${trained}\n< page 500\n< EOP\n> MCF\nwait 5\nend ok ok`,
    options: plainDcs,
  },
  {
    id: 'A18',
    why: 'the caller hangs up behind MCF without DCN: the call is whole',
    call: `${trained}\n< page 500\n< EOP\n> MCF\n< hang up\nend ok ok`,
    options: plainDcs,
  },
  {
    id: 'A19',
    why: 'RTP keeps the page and asks for training (5.3.6.1.7)',
    call: `${trained}\nverdict retrain\n< page 500\n< MPS\n> RTP\n< TSI DCS@v17-12000\n< TCF\n> CFR${streamPage}`,
    options: plainDcs,
    after: (run) => expect(run.end?.pages).toBe(2),
  },
  {
    id: 'A20',
    why: 'RTN does not keep the page: the same page comes again after training',
    call: `${trained}\nverdict reject\n< page 500\n< EOP\n> RTN\n< TSI DCS@v17-12000\n< TCF\n> CFR${streamPage}`,
    options: plainDcs,
    after: (run) => expect(run.stored.map(({ index }) => index)).toEqual([0, 0]),
  },
  {
    id: 'A21',
    why: 'RTP behind EOM: DIS after T2, as behind MCF',
    call: `${trained}\nverdict retrain\n< page 500\n< EOM\n> RTP\nin 5 7.05 > CSI DIS\n< TSI DCS\n< TCF\n> CFR${streamPage}`,
    options: plainDcs,
  },
  ...(['PRI-EOP', 'PRI-MPS', 'PRI-EOM'] as const).map(
    (command, i): Sequence<FetchedSettings> => ({
      id: `A${22 + i}`,
      why: `with no operator ${command} counts as ${command.slice(4)}`,
      call: `${trained}\n< page 500\n< ${command}\n> MCF${
        {
          'PRI-EOP': goodbye,
          'PRI-MPS': streamPage,
          'PRI-EOM': `\n> CSI DIS\n< TSI DCS\n< TCF\n> CFR${streamPage}`,
        }[command]
      }`,
      options: plainDcs,
    }),
  ),
];
