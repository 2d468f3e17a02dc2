import { describe, expect, it } from 'vitest';
import type { SourcePage } from './pages.ts';
import { runScript, type ScriptOptions } from './script.testing.ts';
import { Sender, type SenderSettings } from './sender.ts';

const fine: SourcePage = { resolution: 'fine', width: 'a4' };
const first: SourcePage = { ...fine, startsDocument: true };

function sending(text: string, settings: Partial<SenderSettings>, options: ScriptOptions = {}) {
  const sender = new Sender({ localId: '5550100', pages: [first, first], firstPage: 0, ecm: false, ...settings });
  return runScript(sender, text, options);
}

const opened = `
  > CNG
  < CED
  < CSI DIS
  > TSI DCS
  > TCF v17-14400
  < CFR
`;
/** Phase B again, behind EOM: who we are is said anew. */
const again = `
  < CSI DIS
  > TSI DCS
  > TCF v17-14400
  < CFR
`;

describe('documents in one call (T.30 5.3.6.1.6)', () => {
  it('have EOM between them, though their pages go alike', () => {
    const run = sending(
      `${opened}
      > page v17-14400 short
      > EOM
      < MCF
      ${again}
      > page v17-14400 short
      > EOP
      < MCF
      > DCN
      end ok ok`,
      {},
    );
    expect(run.confirmed).toEqual([0, 1]);
    const noted = run.effects.filter(({ kind }) => kind === 'note-last-page');
    expect(noted).toEqual([
      { kind: 'note-last-page', index: 0 },
      { kind: 'note-last-page', index: 1 },
    ]);
  });

  it('have EOM between them with ECM, and MPS within each', () => {
    const run = sending(
      `${opened}
      > block v17-14400 short 0-2
      > PPS-MPS
      < MCF
      > block v17-14400 short 0-2
      > PPS-EOM
      < MCF
      ${again}
      > block v17-14400 short 0-2
      > PPS-EOP
      < MCF
      > DCN
      end ok ok`,
      { ecm: true, pages: [first, fine, first] },
    );
    expect(run.confirmed).toEqual([0, 1, 2]);
  });

  it('asks which page follows, and leaves out what is not wanted', () => {
    const run = sending(
      `${opened}
      > page v17-14400 short
      > EOM
      < MCF
      ${again}
      > page v17-14400 short
      > EOP
      < MCF
      > DCN
      end ok ok`,
      { pages: [first, first, first, fine] },
      { following: (index) => (index === 0 ? 3 : null) },
    );
    expect(run.confirmed).toEqual([0, 3]);
  });

  it('ends with EOP where nothing more is wanted', () => {
    const run = sending(
      `${opened}
      > page v17-14400 short
      > EOP
      < MCF
      > DCN
      end ok ok`,
      {},
      { following: () => null },
    );
    expect(run.confirmed).toEqual([0]);
  });

  it('says goodbye where what was announced is not wanted any more', () => {
    let asked = 0;
    const run = sending(
      `${opened}
      > page v17-14400 short
      > EOM
      < MCF
      > DCN
      end ok ok`,
      {},
      {
        following: () => {
          asked += 1;
          return asked === 1 ? 1 : null;
        },
      },
    );
    expect(run.confirmed).toEqual([0]);
  });
});

describe('the end of a document is the end of a fax', () => {
  it.each([
    ['nobody answers', '> EOM\n > EOM\n > EOM\n > DCN', 'd-no-reply-to-eop'],
    ['the far end says goodbye', '> EOM\n < DCN', 'd-dcn-after-eop'],
    ['the line is cleared', '> EOM\n < hang up', 'd-hung-up-after-eop'],
  ])('%s: nobody knows whether it arrived', (_, steps, code) => {
    const run = sending(`${opened}\n > page v17-14400 short\n ${steps}\n end uncertain ${code}`, {});
    expect(run.end).toMatchObject({ pages: 0, unconfirmedPage: 0 });
  });

  it('with ECM as well', () => {
    sending(
      `${opened}
      > block v17-14400 short 0-2
      > PPS-EOM
      > PPS-EOM
      > PPS-EOM
      > DCN
      end uncertain d-no-reply-to-eop`,
      { ecm: true },
    );
  });

  it('a far end that is gone when the next one is to go has the first', () => {
    const run = sending(
      `${opened}\n > page v17-14400 short\n > EOM\n < MCF\n < hang up\n end lost-in-page d-hung-up`,
      {},
    );
    expect(run.confirmed).toEqual([0]);
  });
});
