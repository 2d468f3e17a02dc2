import { describe, expect, it } from 'vitest';
import { Receiver } from './receiver.ts';
import { runScript, type ScriptOptions } from './script.testing.ts';

function receiving(text: string, options: ScriptOptions = {}) {
  return runScript(new Receiver({ localId: '5550101', ecm: true }), text, options);
}

const plain: ScriptOptions = { dcs: { ecm: false, coding: 'mh' } };
/** Phase A and B up to the first page. */
const opened = `
  > CED
  > CSI DIS
  < TSI DCS
  < TCF
  > CFR
`;

describe('the receiver: the normal call', () => {
  it('receives a page with ECM', () => {
    const run = receiving(`${opened}
      < block 0-2
      < PPS-EOP:0,0,3
      > MCF
      < DCN
      end ok ok`);
    expect(run.end).toMatchObject({ pages: 1, remoteId: '5550199', facts: { rate: 14400, ecm: true, coding: 'mmr' } });
    expect(run.stored).toMatchObject([{ index: 0, coding: 'mmr', resolution: 'fine', width: 'a4', complete: true }]);
    expect(run.stored[0]?.data.length).toBe(3 * 256);
  });

  it('takes frames of 64 octets', () => {
    const run = receiving(`${opened}\n< block 0-2\n< PPS-EOP:0,0,3\n> MCF\n< DCN\nend ok ok`, {
      dcs: { frameSize: 64 },
    });
    expect(run.stored[0]?.data.length).toBe(3 * 64);
  });

  it('receives pages without ECM, with MPS, EOM and EOP', () => {
    const run = receiving(
      `${opened}
      < page 500
      < MPS
      > MCF
      < page 501
      < EOM
      > MCF
      wait 6
      > CSI DIS
      < TSI DCS
      < TCF
      > CFR
      < page 502
      < EOP
      > MCF
      < DCN
      end ok ok`,
      plain,
    );
    expect(run.stored.map(({ index, data, complete }) => [index, data.length, complete])).toEqual([
      [0, 500, true],
      [1, 501, true],
      [2, 502, true],
    ]);
  });

  it('needs no DCN behind a confirmed last page', () => {
    receiving(`${opened}\n< block 0-2\n< PPS-EOP:0,0,3\n> MCF\nend ok ok`);
    receiving(`${opened}\n< block 0-2\n< PPS-EOP:0,0,3\n> MCF\n< hang up\nend ok ok`);
  });
});

describe('the receiver: phase B', () => {
  it('repeats DIS until T1, then gives up', () => {
    const run = receiving(`> CED\n${'> CSI DIS\n'.repeat(11)}> CSI DIS\n> DCN\nend not-fax b-no-dcs`);
    expect(run.now).toBeGreaterThanOrEqual(35_000);
    expect(run.now).toBeLessThanOrEqual(40_000);
  });

  it('stays silent under the training check behind a bad DCS, then says DIS again', () => {
    receiving(`> CED
      > CSI DIS
      < bad TSI DCS
      < TCF
      wait 3
      > CSI DIS
      < TSI DCS
      < TCF
      > CFR
      < hang up
      end lost-in-page c-hung-up`);
  });

  it('answers a bad training check with FTT, and takes the next DCS', () => {
    receiving(`> CED\n> CSI DIS\n< TSI DCS\n< TCF bad\n> FTT\n< TSI DCS\n< TCF\n> CFR\n< DCN\nend lost-in-page c-dcn`);
  });

  it('answers a training check that never comes with FTT', () => {
    receiving('> CED\n> CSI DIS\n< DCS\n> FTT\n> DCN\nend training-failed b-training-failed');
  });

  it('gives up after a dozen bad trainings', () => {
    receiving(
      `> CED\n> CSI DIS\n${'< DCS\n< TCF bad\n> FTT\n'.repeat(11)}< DCS\n< TCF bad\n> DCN\nend training-failed b-training-failed`,
    );
  });

  it('refuses a DCS that asks for what it did not offer', () => {
    receiving('> CED\n> CSI DIS\n< DCS=00 4F 1F 22\n> DCN\nend incompatible b-dcs-refused');
    receiving('> CED\n> CSI DIS\n< DCS=00 46 1F 02\n> DCN\nend incompatible b-dcs-refused');
  });

  it('refuses to be polled', () => {
    receiving('> CED\n> CSI DIS\n< DTC=00 00 00\n> DCN\nend incompatible b-polling-refused');
  });

  it('takes a DCS instead of the page', () => {
    receiving(`${opened}\n< TSI DCS\n< TCF\n> CFR\n< block 0-2\n< PPS-EOP:0,0,3\n> MCF\n< DCN\nend ok ok`);
  });

  it('does not wait for ever for the page', () => {
    receiving(`${opened}\nwait 6\n> DCN\nend lost-in-page c-no-page-carrier`);
  });

  it('ignores its own DIS come back as an echo', () => {
    receiving('> CED\n> CSI DIS\n< echo CSI DIS\nwait 3\n> CSI DIS\n< DCN\nend remote-hung-up b-dcn');
  });

  it('repeats on CRP', () => {
    receiving(`${opened}\n< CRP\n> CFR\n< hang up\nend lost-in-page c-hung-up`);
  });
});

describe('the receiver: phase D', () => {
  it('says MCF again when the command comes again, and keeps the page once', () => {
    const run = receiving(
      `${opened}\n< page 500\n< MPS\n> MCF\n< MPS\n> MCF\n< page 501\n< EOP\n> MCF\n< EOP\n> MCF\n< DCN\nend ok ok`,
      plain,
    );
    expect(run.stored.map(({ index }) => index)).toEqual([0, 1]);
  });

  it('does not confirm a page of which only the carrier came', () => {
    const run = receiving(
      `${opened}\n< page 500\n< MPS\n> MCF\n< carrier\n< EOP\n> RTN\n< DCS\n< TCF\n> CFR\n< page 501\n< EOP\n> MCF\n< DCN\nend ok ok`,
      plain,
    );
    expect(run.stored.map(({ data }) => data.length)).toEqual([500, 501]);
  });

  it('answers RTN where a page was announced and never heard', () => {
    receiving(`${opened}\n< EOP\n> RTN\n< DCS\n< TCF\n> CFR\n< page 500\n< EOP\n> MCF\n< DCN\nend ok ok`, plain);
  });

  it('answers by the verdict: RTP keeps the page, RTN does not', () => {
    const run = receiving(
      `${opened}
      verdict reject
      < page 500
      < EOP
      > RTN
      < DCS
      < TCF
      > CFR
      verdict retrain
      < page 501
      < MPS
      > RTP
      < DCS
      < TCF
      > CFR
      < page 502
      < EOP
      > MCF
      < DCN
      end ok ok`,
      plain,
    );
    expect(run.stored.map(({ index }) => index)).toEqual([0, 0, 1]);
    expect(run.end?.pages).toBe(2);
  });

  it('says RTN again when the command comes again', () => {
    const run = receiving(
      `${opened}\nverdict reject\n< page 5\n< EOP\n> RTN\n< EOP\n> RTN\n< DCN\nend page-rejected d-page-unreadable`,
      plain,
    );
    expect(run.end?.pages).toBe(0);
  });

  it('waits for the store, and else for the command to come again', () => {
    receiving(`${opened}\nstore slow\n< page 500\n< EOP\nwait 2\nstored\n> MCF\n< DCN\nend ok ok`, plain);
    receiving(`${opened}\nstore slow\n< page 500\n< EOP\nwait 3\nstored\n< EOP\n> MCF\n< DCN\nend ok ok`, plain);
  });

  it('says RNR while the store is slow, with ECM', () => {
    receiving(
      `${opened}\nstore slow\n< block 0-2\n< PPS-EOP:0,0,3\n> RNR\n< RR\n> RNR\nstored\n< RR\n> MCF\n< DCN\nend ok ok`,
    );
  });

  it('falls silent callers out after T2, and keeps what came as incomplete', () => {
    const run = receiving(`${opened}\n< page 500\nwait 6\n> DCN\nend lost-in-page d-no-command`, plain);
    expect(run.stored).toMatchObject([{ index: 0, complete: false }]);
    expect(run.end?.pages).toBe(0);
  });

  it('keeps what came of a page that is cut', () => {
    const run = receiving(`${opened}\n< block 0-5 without 3\n< hang up\nend lost-in-page d-hung-up`);
    expect(run.stored).toMatchObject([{ index: 0, complete: false }]);
    expect(run.stored[0]?.data.length).toBe(3 * 256);
  });
});

describe('the receiver: error correction', () => {
  it('asks for missing frames until it has them all', () => {
    const run = receiving(`${opened}
      < block 0-5 without 1 4
      < PPS-EOP:0,0,6
      > PPR:1,4
      < block 1
      < PPS-EOP:0,0,2
      > PPR:4
      < block 4
      < PPS-EOP:0,0,1
      > MCF
      < DCN
      end ok ok`);
    expect(run.stored[0]?.data.length).toBe(6 * 256);
    expect([0, 1, 2, 3, 4, 5].map((n) => run.stored[0]?.data[n * 256])).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('asks for every frame of a block that was not heard', () => {
    receiving(`${opened}\n< PPS-EOP:0,0,256\n> PPR:256 frames\n< hang up\nend lost-in-page c-hung-up`);
  });

  it('confirms a repeated PPS again and stores the block once', () => {
    const run = receiving(`${opened}
      < block 0-255
      < PPS-NULL:0,0,256
      > MCF
      < PPS-NULL:0,0,256
      > MCF
      < block 0-1
      < PPS-EOP:0,1,2
      > MCF
      < PPS-EOP:0,1,2
      > MCF
      < DCN
      end ok ok`);
    expect(run.stored.map(({ data }) => data.length)).toEqual([258 * 256]);
  });

  it('does not take the next page for a repetition', () => {
    const run = receiving(`${opened}
      < block 0-1
      < PPS-MPS:0,0,2
      > MCF
      < carrier
      < PPS-EOP:1,0,3
      > PPR:0,1,2
      < block 0-2
      < PPS-EOP:1,0,3
      > MCF
      < DCN
      end ok ok`);
    expect(run.stored.map(({ data }) => data.length)).toEqual([2 * 256, 3 * 256]);
  });

  it('goes on after CTC', () => {
    receiving(`${opened}
      < block 0-5 without 1
      < PPS-EOP:0,0,6
      > PPR:1
      < CTC
      > CTR
      < block 1
      < PPS-EOP:0,0,1
      > MCF
      < DCN
      end ok ok`);
  });

  it('keeps a page as damaged when the sender gives a block up', () => {
    const run = receiving(`${opened}
      < block 0-5 without 3
      < PPS-EOP:0,0,6
      > PPR:3
      < EOR-EOP
      > ERR
      < DCN
      end lost-in-page c-page-damaged`);
    expect(run.stored).toMatchObject([{ complete: false }]);
    expect(run.stored[0]?.data.length).toBe(3 * 256);
  });
});

describe('the receiver: cancelling', () => {
  it.each([
    ['before DCS', '> CED\n> CSI DIS\ncancel\n> DCN\nend cancelled cancelled'],
    ['before the page', `${opened}\ncancel\n> DCN\nend cancelled cancelled`],
    ['behind a page', `${opened}\n< page 5\ncancel\n> DCN\nend cancelled cancelled`],
  ])('%s: DCN and the end', (_, text) => {
    receiving(text, plain);
  });

  it('does not break off the confirmation of the last page', () => {
    receiving(`${opened}\n< page 50\n< EOP\n> MCF\ncancel\n< DCN\nend ok ok`, plain);
  });
});
