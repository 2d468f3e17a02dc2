import { describe, expect, it } from 'vitest';
import type { Heard } from './carrier.ts';
import { encodePps } from './ecm-blocks.ts';
import { buildFrame, type FrameName } from './frames.ts';
import { Receiver } from './receiver.ts';
import { ScriptRun } from './script.testing.ts';
import { Sender } from './sender.ts';
import type { Effect } from './session.ts';

/** Carriers that leave words out, say them late, or get stuck: what lines that are none of ours do. */

const fine = { resolution: 'fine', width: 'a4' } as const;
const newSender = () => new Sender({ localId: '', pages: [fine], firstPage: 0, ecm: true });
const newReceiver = () => new Receiver({ localId: '', ecm: true });

/** A call under way, by its script so far. */
function at(machine: Sender | Receiver, ...steps: readonly string[]): { run: ScriptRun; hear: (heard: Heard) => void } {
  const run = new ScriptRun(machine, {});
  for (const step of steps) run.step(step);
  return {
    run,
    hear: (heard) => {
      for (const effect of machine.handle({ kind: 'heard', heard })) run.take(effect);
    },
  };
}

const frame = (name: FrameName, x: boolean, fif?: Uint8Array): Heard => ({
  kind: 'frame',
  frame: { octets: buildFrame(name, { x, final: true, ...(fif && { fif }) }), fcsOk: true },
  t: 0,
});
const up = (modulation: 'v21-300' | 'v17-14400'): Heard => ({ kind: 'carrier', modulation, t: 0 });
const down: Heard = { kind: 'carrier-lost', t: 0 };
const block = (n: number): Heard => frame('FCD', false, Uint8Array.of(n, ...new Uint8Array(256)));
const pps = frame('PPS', true, encodePps({ command: 'EOP', page: 0, block: 0, frames: 1 }, true));

const calling = ['> CNG', '< DIS', '> DCS', '> TCF v17-14400'];
const answering = ['> CED', '> DIS', '< DCS', '< TCF', '> CFR'];

describe('a carrier that leaves words out', () => {
  it('frames without a word of their carrier count', () => {
    const { run, hear } = at(newSender(), ...calling);
    hear(frame('CFR', false));
    run.step('> block v17-14400 short 0-2');
  });

  it('a block without a word of its carrier, and none of its end, is a block', () => {
    const { run, hear } = at(newReceiver(), ...answering);
    hear(block(0));
    hear(pps);
    run.step('> MCF');
    expect(run.stored).toHaveLength(1);
  });

  it('flags behind an image carrier say that it has ended', () => {
    const { run, hear } = at(newReceiver(), ...answering);
    hear(up('v17-14400'));
    hear(block(0));
    hear(up('v21-300'));
    hear(pps);
    run.step('> MCF');
  });

  it('a training check without a word of its carrier is judged', () => {
    const { run, hear } = at(newReceiver(), ...answering.slice(0, 3));
    hear({ kind: 'data', octets: new Uint8Array(2700), t: 0 });
    hear(down);
    run.step('> CFR');
  });
});

describe('a carrier that is late', () => {
  it('the end of a burst that was answered long ago is no burst', () => {
    const { run, hear } = at(newSender(), ...calling);
    hear(up('v21-300'));
    hear(frame('CFR', false));
    run.step('> block v17-14400 short 0-2');
    run.step('> PPS-EOP');
    for (let i = 0; i < 10; i++) hear(down);
    run.step('in 3 4 > PPS-EOP');
  });

  it('the same carrier told again for each frame is one burst', () => {
    const { run, hear } = at(newSender(), '> CNG');
    hear(up('v21-300'));
    hear({
      ...frame('CSI', false),
      frame: { octets: Uint8Array.from([0xff, 0xc0, 0x02, 0x2c]), fcsOk: true },
    } as Heard);
    hear(up('v21-300'));
    run.step('< DIS');
    run.step('> DCS');
  });
});

describe('a line that gets stuck', () => {
  const noted = (run: ScriptRun, kind: Effect['kind']) => run.effects.filter((effect) => effect.kind === kind).length;

  it('a transmission that never ends is cut off, and the call with it', () => {
    const { run } = at(newSender(), ...calling, 'freeze', '< CFR', '> block v17-14400 short 0-2');
    run.step('> DCN');
    expect(run.now).toBeLessThan(60_000);
    expect(noted(run, 'stop-transmitting')).toBe(1);
    run.step('end line-failed line-stuck');
  });

  it('a long page on a slow line is not stuck', () => {
    const run = new ScriptRun(newSender(), { pageOctets: 65_536, dcs: {} });
    for (const step of [...calling, 'freeze', '< CFR', '> block v17-14400 short 0-255']) run.step(step);
    run.pass(45_000);
    expect(run.end).toBeNull();
    expect(noted(run, 'stop-transmitting')).toBe(0);
  });
});

describe('the calling tone', () => {
  it.each(['flags', 'CED'])('stops as soon as %s are heard', (heard) => {
    const { run } = at(newSender(), 'freeze', `< ${heard}`);
    expect(run.effects.some(({ kind }) => kind === 'stop-transmitting')).toBe(true);
  });

  it('comes again when the flags were none', () => {
    const { run } = at(newSender(), '> CNG', '< flags');
    run.step('in 2 4 > CNG');
  });
});
