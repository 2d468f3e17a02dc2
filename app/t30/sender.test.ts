import { describe, expect, it } from 'vitest';
import { ownCapabilities } from './negotiation.ts';
import type { SourcePage } from './pages.ts';
import { runScript, type ScriptOptions } from './script.testing.ts';
import { Sender, type SenderSettings } from './sender.ts';

const fine: SourcePage = { resolution: 'fine', width: 'a4' };

function sending(text: string, settings: Partial<SenderSettings> = {}, options: ScriptOptions = {}) {
  const sender = new Sender({ localId: '5550100', pages: [fine], firstPage: 0, ecm: true, ...settings });
  return runScript(sender, text, options);
}

/** Phase A and B up to the first page, with ECM at 14400. */
const opened = `
  > CNG
  < CED
  < CSI DIS
  > TSI DCS
  > TCF v17-14400
  < CFR
`;
const plain = { ecm: false };
const twoPages = { pages: [fine, fine] };

describe('the sender: the normal call', () => {
  it('sends a page with ECM', () => {
    const run = sending(`${opened}
      > block v17-14400 short 0-2
      > PPS-EOP
      < MCF
      > DCN
      end ok ok`);
    expect(run.end).toMatchObject({ pages: 1, remoteId: '5550199' });
    expect(run.confirmed).toEqual([0]);
  });

  it('sends two pages without ECM, MPS between them', () => {
    sending(
      `${opened}
      > page v17-14400 short
      > MPS
      < MCF
      > page v17-14400 short
      > EOP
      < MCF
      > DCN
      end ok ok`,
      { ...plain, ...twoPages },
    );
  });

  it('starts at the page asked for', () => {
    const run = sending(
      `${opened}
      > block v17-14400 short 0-2
      > PPS-EOP
      < MCF
      > DCN
      end ok ok`,
      { ...twoPages, firstPage: 1 },
    );
    expect(run.confirmed).toEqual([1]);
  });

  it('says EOM and negotiates anew when the next page has another format', () => {
    sending(
      `${opened}
      > block v17-14400 short 0-2
      > PPS-EOM
      < MCF
      wait 6
      < CSI DIS
      > TSI DCS
      > TCF v17-14400
      < CFR
      > block v17-14400 short 0-2
      > PPS-EOP
      < MCF
      > DCN
      end ok ok`,
      { pages: [fine, { resolution: 'standard', width: 'b4' }] },
    );
  });

  it('sends a large page in blocks with PPS-NULL between them', () => {
    sending(
      `${opened}
      > block v17-14400 short 0-255
      > PPS-NULL
      < MCF
      > block v17-14400 short 0-1
      > PPS-EOP
      < MCF
      > DCN
      end ok ok`,
      {},
      { pageOctets: 65_536 + 300 },
    );
  });
});

describe('the sender: phase B', () => {
  it('hears nobody: T1, not a fax', () => {
    sending('> CNG\n> CNG\n> DCN\nend not-fax b-no-fax-heard');
  });

  it('hears only rubbish: T1 ends it all the same', () => {
    sending('> CNG\n< bad CSI DIS\n< flags\n< bad CSI DIS\n> DCN\nend not-fax b-no-fax-heard');
  });

  it('takes a DIS that comes after bad ones', () => {
    sending(`> CNG
      < bad CSI DIS
      wait 3
      < CSI DIS
      > TSI DCS
      > TCF v17-14400
      < hang up
      end remote-hung-up b-hung-up`);
  });

  it('refuses a far end that cannot receive', () => {
    sending('> CNG\n< DIS=00 00 00\n> DCN\nend incompatible b-cannot-receive');
  });

  it('repeats DCS and TCF twice when nobody answers', () => {
    sending(`> CNG
      < DIS
      > TSI DCS
      > TCF v17-14400
      wait 3
      > TSI DCS
      > TCF v17-14400
      > TSI DCS
      > TCF v17-14400
      > DCN
      end training-failed b-no-reply-to-dcs`);
  });

  it('repeats DCS when DIS comes again', () => {
    sending(`> CNG
      < DIS
      > TSI DCS
      > TCF v17-14400
      < DIS
      > TSI DCS
      > TCF v17-14400
      < CFR
      > block v17-14400 short 0-2
      > PPS-EOP
      < MCF
      > DCN
      end ok ok`);
  });

  it('falls down the ladder on FTT, and gives up at its foot', () => {
    const rates = [
      'v17-14400',
      'v17-12000',
      'v17-9600',
      'v29-9600',
      'v17-7200',
      'v29-7200',
      'v27ter-4800',
      'v27ter-2400',
    ];
    const rungs = rates.map((rate) => `> TSI DCS\n> TCF ${rate}\n< FTT`).join('\n');
    sending(`> CNG\n< DIS\n${rungs}\n> DCN\nend training-failed b-training-failed`);
  });

  it('ignores its own frames come back as an echo', () => {
    sending(`${opened}
      > block v17-14400 short 0-2
      > PPS-EOP
      < echo PPS-EOP:0,0,3
      wait 3
      < MCF
      > DCN
      end ok ok`);
  });

  it('repeats on CRP', () => {
    sending(`> CNG
      < DIS
      > TSI DCS
      > TCF v17-14400
      < CRP
      > TSI DCS
      > TCF v17-14400
      < DCN
      end remote-hung-up b-dcn`);
  });
});

describe('the sender: phase D', () => {
  it.each([
    ['MPS', twoPages, 'lost-in-page d-no-reply-to-mps'],
    ['EOM', { pages: [fine, { resolution: 'standard', width: 'a4' }] as const }, 'lost-in-page d-no-reply-to-eom'],
    ['EOP', {}, 'uncertain d-no-reply-to-eop'],
  ])('says %s three times, then gives up', (command, settings, end) => {
    sending(
      `${opened}
      > page v17-14400 short
      > ${command}
      wait 3
      > ${command}
      > ${command}
      > DCN
      end ${end}`,
      { ...plain, ...settings },
    );
  });

  it('is uncertain when the call is cut behind the last page, and lost before it', () => {
    sending(`${opened}\n> page v17-14400 short\n> EOP\n< hang up\nend uncertain d-hung-up-after-eop`, plain);
    sending(`${opened}\n> page v17-14400 short\n> MPS\n< hang up\nend lost-in-page d-hung-up`, {
      ...plain,
      ...twoPages,
    });
    sending(`${opened}\n> page v17-14400 short\n> EOP\n< DCN\nend uncertain d-dcn-after-eop`, plain);
  });

  it('is lost in the page when the call is cut within it', () => {
    sending(
      `> CNG\n< DIS\n> TSI DCS\n> TCF v17-14400\nfreeze\n< CFR\n> page v17-14400 short\n< hang up\nend lost-in-page c-hung-up`,
      plain,
    );
  });

  it('trains again on RTP and goes on with the next page', () => {
    const run = sending(
      `${opened}
      > page v17-14400 short
      > MPS
      < RTP
      > TSI DCS
      > TCF v17-14400
      < CFR
      > page v17-14400 short
      > EOP
      < RTP
      > DCN
      end ok ok`,
      { ...plain, ...twoPages },
    );
    expect(run.confirmed).toEqual([0, 1]);
  });

  it('sends the page again one rate lower on RTN, three times in all', () => {
    const attempt = (rate: string) => `> page ${rate} short\n> EOP\n< RTN`;
    const train = (rate: string) => `> TSI DCS\n> TCF ${rate}\n< CFR`;
    const run = sending(
      `${opened}
      ${attempt('v17-14400')}\n${train('v17-12000')}
      ${attempt('v17-12000')}\n${train('v17-9600')}
      ${attempt('v17-9600')}
      > DCN
      end page-rejected d-page-rejected`,
      plain,
    );
    expect(run.confirmed).toEqual([]);
  });

  it('takes PIP for MCF and PIN for RTN', () => {
    sending(
      `${opened}\n> page v17-14400 short\n> EOP\n< PIN\n> TSI DCS\n> TCF v17-12000\n< CFR
      > page v17-12000 short\n> EOP\n< PIP\n> DCN\nend ok ok`,
      plain,
    );
  });

  it('repeats the command when the answer is something else', () => {
    sending(`${opened}\n> page v17-14400 short\n> EOP\n< CFR\n> EOP\n< MCF\n> DCN\nend ok ok`, plain);
  });

  it('does not wait for ever for flags that never end', () => {
    sending(
      `${opened}\n> page v17-14400 short\n> EOP\n< flags on\n> EOP\n> EOP\n> DCN\nend uncertain d-no-reply-to-eop`,
      plain,
    );
  });
});

describe('the sender: error correction', () => {
  it('sends again what PPR asks for', () => {
    sending(`${opened}
      > block v17-14400 short 0-2
      > PPS-EOP
      < PPR:1
      > block v17-14400 short 1
      > PPS-EOP
      < MCF
      > DCN
      end ok ok`);
  });

  it('says CTC after the fourth PPR, slower when little was mended, and trains long', () => {
    sending(`${opened}
      > block v17-14400 short 0-2
      > PPS-EOP
      < PPR:0,1
      > block v17-14400 short 0-1
      > PPS-EOP
      < PPR:0,1
      > block v17-14400 short 0-1
      > PPS-EOP
      < PPR:0,1
      > block v17-14400 short 0-1
      > PPS-EOP
      < PPR:0,1
      > CTC
      < CTR
      > block v17-12000 long 0-1
      > PPS-EOP
      < PPR:1
      > block v17-12000 short 1
      > PPS-EOP
      < MCF
      > DCN
      end ok ok`);
  });

  it('goes on at the lowest rate while anything is mended, and ends only when nothing is', () => {
    const block = (training: string, frames: string, wanted: string) => `
      > block v27ter-2400 ${training} ${frames}
      > PPS-EOP
      < PPR:${wanted}`;
    sending(
      `${opened.replace('v17-14400', 'v27ter-2400')}
      ${block('short', '0-2', '0,1,2')}
      ${block('short', '0-2', '0,1,2')}
      ${block('short', '0-2', '0,1,2')}
      ${block('short', '0-2', '0,1')}
      > CTC
      < CTR
      ${block('long', '0-1', '0,1')}
      ${block('short', '0-1', '0,1')}
      ${block('short', '0-1', '0,1')}
      ${block('short', '0-1', '0,1')}
      > DCN
      end lost-in-page c-line-too-bad`,
      { own: { ...ownCapabilities({ ecm: true }), modems: { v17: false, v29: false, v27ter: false } } },
    );
  });

  it('keeps asking a busy receiver, and gives up after T5', () => {
    sending(`${opened}
      > block v17-14400 short 0-2
      > PPS-EOP
      < RNR
      > RR
      < RNR
      > RR
      < MCF
      > DCN
      end ok ok`);
    sending(
      `${opened}\n> block v17-14400 short 0-2\n> PPS-MPS\n< RNR\n> RR\n> RR\n> RR\n> DCN\nend lost-in-page d-no-reply-to-rr`,
      twoPages,
    );
    const loop = `${'< RNR\n> RR\nwait 3\n'.repeat(19)}< RNR\n> RR\n> DCN\nend uncertain d-busy-after-eop`;
    sending(`${opened}\n> block v17-14400 short 0-2\n> PPS-EOP\n${loop}`);
  });

  it('says PPS three times, then gives up', () => {
    sending(
      `${opened}
      > block v17-14400 short 0-255
      > PPS-NULL
      > PPS-NULL
      > PPS-NULL
      > DCN
      end lost-in-page d-no-reply-to-pps`,
      {},
      { pageOctets: 70_000 },
    );
  });
});

describe('the sender: cancelling', () => {
  it.each([
    ['calling', '> CNG\ncancel\n> DCN\nend cancelled cancelled'],
    ['after training', '> CNG\n< DIS\n> TSI DCS\n> TCF v17-14400\ncancel\n> DCN\nend cancelled cancelled'],
    [
      'after a page',
      `${opened}\n> block v17-14400 short 0-2\n> PPS-EOP\ncancel\n> DCN\nend uncertain d-hung-up-after-eop`,
    ],
  ])('%s: DCN and the end', (_, text) => {
    sending(text);
  });

  it('does not undo a last page that is confirmed', () => {
    sending(`${opened}\n> block v17-14400 short 0-2\n> PPS-EOP\n< MCF\ncancel\n> DCN\nend ok ok`);
  });

  it('ends although its DCN never goes out', () => {
    sending(
      `${opened}\n> block v17-14400 short 0-2\n> PPS-EOP\nfreeze\ncancel\n> DCN\nend uncertain d-hung-up-after-eop`,
    );
  });

  it('ends at once when the line fails', () => {
    sending(`${opened}\n> block v17-14400 short 0-2\n> PPS-EOP\n< fail\nend uncertain d-hung-up-after-eop`);
  });
});
