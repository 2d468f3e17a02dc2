import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SimulatedClock } from '../loopback/simulated-clock.ts';
import { type AtReply, createAtChannel } from './at-channel.ts';
import { stuffDle } from './dle.ts';
import { delivered, ScriptedModem } from './scripted-modem.testing.ts';

function dialogue() {
  const clock = new SimulatedClock();
  const modem = new ScriptedModem();
  const channel = createAtChannel(modem, clock);
  const lines: string[] = [];
  channel.onLine((line) => lines.push(line));
  return { clock, modem, channel, lines };
}

const text = (words: string): Uint8Array => Buffer.from(words, 'latin1');
const pieceSizes = [0, 1, 2, 3, 5, 7];

describe('an exchange', () => {
  test.each(pieceSizes)(
    'gives the answer’s lines and code, the echo removed, in reads of %i octets',
    async (pieces) => {
      const { modem, channel } = dialogue();
      modem.pieces = pieces;
      modem.once('+FMI?', text('AT+FMI?\r\r\nA maker\r\n\r\nof modems\r\n\r\nOK\r\n'));
      expect(await channel.command('+FMI?')).toEqual({ code: 'OK', lines: ['A maker', 'of modems'] });
    },
  );

  test.each([
    ['ERROR', 'ERROR'],
    ['+CME ERROR: 3', 'ERROR'],
    ['NO DIAL TONE', 'NO DIALTONE'],
    ['CONNECT FAX', 'CONNECT'],
    ['+FCERROR', '+FCERROR'],
    ['FCERROR', '+FCERROR'],
    ['+F4', '+FCERROR'],
    ['+FRH:3', '+FRH:3'],
    ['BUSY', 'BUSY'],
  ])('takes %s for %s', async (said, code) => {
    const { modem, channel } = dialogue();
    modem.once('X', said);
    expect((await channel.command('X')).code).toBe(code);
  });

  test('numeric codes are codes, and a digit that answers a question is not', async () => {
    const { modem, channel } = dialogue();
    modem.once('Z', text('0\r')).once('+FCLASS?', text('1\r\n0\r')).once('D5', text('7\r'));
    expect(await channel.command('Z')).toEqual({ code: 'OK', lines: [] });
    expect(await channel.command('+FCLASS?')).toEqual({ code: 'OK', lines: ['1'] });
    expect((await channel.command('D5')).code).toBe('BUSY');
  });

  test('a digit among words is a line', async () => {
    const { modem, channel } = dialogue();
    modem.once('+FCLASS?', text('AT+FCLASS?\r\r\n0\r\n\r\nOK\r\n'));
    expect(await channel.command('+FCLASS?')).toEqual({ code: 'OK', lines: ['0'] });
  });

  test('a RING in the middle is told and does not belong to the answer', async () => {
    const { modem, channel, lines } = dialogue();
    modem.once('I', 'RING', 'NMBR=5550100', 'a modem', 'OK');
    expect(await channel.command('I')).toEqual({ code: 'OK', lines: ['a modem'] });
    expect(lines).toEqual(['RING', 'NMBR=5550100']);
  });

  test('a modem that says nothing in time is not answering', async () => {
    const { clock, modem, channel } = dialogue();
    modem.once('Z');
    const answer = channel.command('Z', { timeout: 700 });
    const failed = expect(answer).rejects.toMatchObject({ code: 'MODEM_NOT_ANSWERING' });
    await clock.advance(701);
    await failed;
  });

  test('aborting stops the modem with CAN and waits for its OK before anything else is said', async () => {
    const { modem, channel } = dialogue();
    modem.once('+FRH=3');
    const stop = new AbortController();
    const answer = channel.command('+FRH=3', { signal: stop.signal });
    const failed = expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    await Promise.resolve();
    stop.abort();
    const next = channel.command('+FTS=7');
    await failed;
    expect((await next).code).toBe('OK');
    expect(modem.done).toEqual(['CAN']);
    expect(modem.commands).toEqual(['+FRH=3', '+FTS=7']);
  });

  test('a modem that does not stop within 200 ms is given the next command all the same', async () => {
    const { clock, modem, channel } = dialogue();
    modem.once('+FRH=3');
    const stop = new AbortController();
    const answer = channel.command('+FRH=3', { signal: stop.signal });
    const failed = expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    modem.alive = false;
    stop.abort();
    await clock.advance(250);
    await failed;
    modem.alive = true;
    expect((await channel.command('H0')).code).toBe('OK');
  });

  test('when the port goes, who waits is told, and so is everyone after', async () => {
    const { modem, channel } = dialogue();
    modem.once('D5');
    const answer = channel.command('D5');
    const failed = expect(answer).rejects.toMatchObject({ code: 'MODEM_GONE' });
    const causes: string[] = [];
    channel.onGone((cause) => causes.push(cause.name));
    modem.unplug();
    await failed;
    await expect(channel.command('')).rejects.toMatchObject({ code: 'MODEM_GONE' });
    expect(causes).toEqual(['FaxError']);
  });

  test('a CONNECT that nobody asked for does not keep a RING from being heard', () => {
    const { modem, channel } = dialogue();
    const lines: string[] = [];
    channel.onLine((line) => lines.push(line));
    modem.say('CONNECT', 'RING');
    expect(lines).toEqual(['RING']);
  });

  test('what a modem goes on saying while nobody asks is not kept', async () => {
    const { modem, channel } = dialogue();
    for (let n = 0; n < 5000; n++) modem.say(`rubbish ${n}`);
    modem.say('OK');
    expect((await channel.result()).lines.length).toBeLessThanOrEqual(200);
  });

  test('rubbish of any kind and size neither throws nor hangs the next exchange', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 8 }), async (rubbish) => {
        const { modem, channel } = dialogue();
        for (const piece of rubbish) modem.say(piece);
        modem.say(text('\r\n'));
        modem.once('Z', 'OK');
        expect(await Promise.race([channel.command('Z'), Promise.resolve(null)])).toBeDefined();
      }),
    );
  });
});

describe('data', () => {
  async function receive(said: readonly (string | Uint8Array)[], pieces: number) {
    const { modem, channel } = dialogue();
    modem.pieces = pieces;
    modem.once('+FRH=3', ...said);
    const got: number[] = [];
    let byEtx: boolean | null = null;
    const { code } = await channel.command('+FRH=3');
    channel.receive({
      data: (octets) => got.push(...octets),
      ended: (etx) => {
        byEtx = etx;
      },
    });
    const reply: AtReply = await channel.result();
    return { got, byEtx, first: code, code: reply.code };
  }

  const frame = Uint8Array.of(0xff, 0x13, 0x10, 0x0a, 0x0d, 0x80);

  test.each(pieceSizes)(
    'that comes with its CONNECT and its OK is taken apart, in reads of %i octets',
    async (pieces) => {
      const all = [text('\r\nCONNECT\r\n'), delivered(frame), text('\r\nOK\r\n')];
      for (const said of [all, [Buffer.concat(all)]])
        expect(await receive(said, pieces)).toEqual({ got: [...frame], byEtx: true, first: 'CONNECT', code: 'OK' });
    },
  );

  test.each(pieceSizes)('may begin with a line feed, in reads of %i octets', async (pieces) => {
    const data = Uint8Array.of(0x0a, 0x0a, 1);
    const { got } = await receive(['CONNECT', delivered(data), 'OK'], pieces);
    expect(got).toEqual([...data]);
  });

  test.each(pieceSizes)('follows +FRH:3 with or without a CONNECT, in reads of %i octets', async (pieces) => {
    for (const said of [
      ['+FRH:3', delivered(frame), 'OK'],
      ['+FRH:3', 'CONNECT', delivered(frame), 'OK'],
    ])
      expect(await receive(said, pieces)).toEqual({ got: [...frame], byEtx: true, first: '+FRH:3', code: 'OK' });
  });

  test.each(pieceSizes)(
    'that breaks off in a NO CARRIER has ended without ETX, in reads of %i octets',
    async (pieces) => {
      const { byEtx, code } = await receive(['CONNECT', Uint8Array.of(0x55, 0xaa, 0x55), 'NO CARRIER'], pieces);
      expect({ byEtx, code }).toEqual({ byEtx: false, code: 'NO CARRIER' });
    },
  );

  test('that is sent is stuffed', async () => {
    const { modem, channel } = dialogue();
    modem.once('+FTM=96', 'CONNECT');
    await channel.command('+FTM=96');
    const octets = Uint8Array.from({ length: 9000 }, (_, n) => n % 37);
    await channel.sendData(octets);
    await channel.sendRaw(Uint8Array.of(0x10, 0x03));
    expect((await channel.result()).code).toBe('OK');
    expect(modem.data).toEqual([stuffDle(octets).slice()]);
  });

  test('waits while the modem says XOFF', async () => {
    const { modem, channel } = dialogue();
    modem.once('+FTM=96', 'CONNECT');
    await channel.command('+FTM=96');
    modem.say(Uint8Array.of(0x13));
    let sent = false;
    const sending = channel.sendData(Uint8Array.of(1, 2, 3)).then(() => {
      sent = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toBe(false);
    modem.say(Uint8Array.of(0x11));
    await sending;
    expect(sent).toBe(true);
  });
});

test('under XON/XOFF alone data goes out at the pace of the wire, and stops at once', async () => {
  const clock = new SimulatedClock();
  const modem = new ScriptedModem();
  const channel = createAtChannel(modem, clock, { softwareFlow: true });
  let written = 0;
  modem.once('+FTM=96', 'CONNECT');
  await channel.command('+FTM=96');
  const write = modem.write.bind(modem);
  modem.write = (octets) => {
    written += octets.length;
    return write(octets);
  };
  const sending = channel.sendData(new Uint8Array(4000));
  await clock.advance(100);
  expect(written).toBeGreaterThan(1000);
  expect(written).toBeLessThanOrEqual(1280);
  modem.say(Uint8Array.of(0x13));
  const atXoff = written;
  await clock.advance(1000);
  expect(written - atXoff).toBeLessThanOrEqual(128);
  modem.say(Uint8Array.of(0x11));
  await clock.run(sending);
  expect(written).toBe(4000);
});

test('the time between a result and the Class 1 command behind it is measured', async () => {
  const { clock, modem, channel } = dialogue();
  await channel.command('+FTS=7');
  await clock.advance(30);
  await channel.command('+FRM=145');
  expect(modem.commands).toEqual(['+FTS=7', '+FRM=145']);
  expect(channel.latency()).toEqual({ count: 1, max: 30, p99: 30 });
});
