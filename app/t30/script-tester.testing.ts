import type { Heard } from './carrier.ts';
import { encodeDcs, encodeDis, type SessionParameters } from './dis-dcs.ts';
import { encodePpr, encodePps } from './ecm-blocks.ts';
import { buildFrame, type FrameName, type PostMessage } from './frames.ts';
import { encodeIdentification } from './identification.ts';
import { RTC } from './line-watch.ts';
import { type ImageModulation, modulations, rateOf } from './modulations.ts';
import { ownCapabilities } from './negotiation.ts';
import { fromHex } from './octets.ts';
import type { Station } from './station.ts';

/** Frames of text: `SUB:4711`. */
const textFrames: ReadonlySet<string> = new Set(['SUB', 'SEP', 'SID', 'PWD', 'PSA', 'CSI', 'TSI', 'CIG']);

const defaultDcs: SessionParameters = {
  modulation: 'v17-14400',
  resolution: 'fine',
  width: 'a4',
  coding: 'mmr',
  ecm: true,
  frameSize: 256,
  scanTime: 0,
};

/** What the tester's voice needs of the script under way. */
export interface TesterLine {
  readonly machine: Station;
  /** What its DCS says where the script does not. */
  readonly dcs: Partial<SessionParameters>;
  /** Simulated time, ms. */
  readonly now: () => number;
  readonly hear: (heard: Heard) => void;
}

/** The far end of a script: turns the words of its `<` lines into what the engine hears. */
export class Tester {
  readonly #line: TesterLine;
  readonly #dcs: SessionParameters;
  /** The rate of its DCS that came last. */
  #modulation: ImageModulation;

  constructor(line: TesterLine) {
    this.#line = line;
    this.#dcs = { ...defaultDcs, ...line.dcs };
    this.#modulation = this.#dcs.modulation;
  }

  /** Sends what the words of one line say: a burst, a page, a block, a tone, or nothing but a carrier. */
  say(words: readonly string[]): void {
    const [first = '', ...rest] = words;
    const t = this.#line.now();
    switch (first) {
      case 'TCF':
        this.#hearImage(() => this.#hearTcf(rest[0] === 'bad'));
        break;
      case 'page':
        this.#hearImage(() => {
          const octets = pageOf(Number(rest[0]), rest[1] !== 'cut');
          this.#line.hear({ kind: 'data', octets, t });
        });
        break;
      case 'block':
        this.#hearImage(() => this.#hearBlock(rest[0] ?? '', rest.slice(2).map(Number), rest[1] !== 'cut'));
        break;
      case 'carrier':
        this.#line.hear({ kind: 'carrier', modulation: this.#modulation, t });
        break;
      case 'silence':
        this.#line.hear({ kind: 'carrier-lost', t });
        break;
      case 'raw':
        this.#hearFrames([fromHex(rest.join(''))], () => true);
        break;
      case 'flags':
        this.#line.hear({ kind: 'carrier', modulation: 'v21-300', t });
        if (rest[0] !== 'on') this.#line.hear({ kind: 'carrier-lost', t });
        break;
      case 'hang':
        this.#line.hear({ kind: 'hung-up', t });
        break;
      case 'CED':
        this.#line.hear({ kind: 'tone', tone: 'ced', t });
        break;
      case 'fail':
        this.#line.hear({ kind: 'failed', cause: new Error('unplugged'), t });
        break;
      default:
        this.#hearBurst(words.join(' '));
    }
  }

  #hearImage(body: () => void): void {
    const t = this.#line.now();
    this.#line.hear({ kind: 'carrier', modulation: this.#modulation, t });
    body();
    this.#line.hear({ kind: 'carrier-lost', t: this.#line.now() });
  }

  #hearTcf(bad: boolean): void {
    const octets = new Uint8Array((rateOf(this.#modulation) * 1.5) / 8).fill(bad ? 0x55 : 0);
    this.#line.hear({ kind: 'data', octets, t: this.#line.now() });
  }

  #hearBlock(range: string, without: readonly number[], whole: boolean): void {
    const [from = 0, to = from] = range.split('-').map(Number);
    for (let n = from; n <= to; n++) {
      if (without.includes(n)) continue;
      const number = encodePps({ command: 'NULL', page: 0, block: n, frames: 1 }, false)[2]!;
      const fif = Uint8Array.of(number, ...new Uint8Array(this.#dcs.frameSize).fill(n));
      const octets = buildFrame('FCD', { x: false, final: false, fif });
      this.#line.hear({ kind: 'frame', frame: { octets, fcsOk: true }, t: this.#line.now() });
    }
    if (!whole) return;
    const rcp = buildFrame('RCP', { x: false, final: false });
    this.#line.hear({ kind: 'frame', frame: { octets: rcp, fcsOk: true }, t: this.#line.now() });
  }

  /** `[bad|echo] NAME NAME=hex PPS-EOP:page,block,frames PPR:3,4 …`; the last frame is final. */
  #hearBurst(text: string): void {
    const [, mark, said = ''] = /^(?:(bad|echo) )?(.*)$/.exec(text) ?? [];
    const names = said.match(/[^\s=]+=[0-9A-F]{2}(?: [0-9A-F]{2})*(?= |$)|\S+/g) ?? [];
    const x = this.#line.machine.active.x === (mark === 'echo');
    const frames = names.map((name, i) => this.#frameOf(name.replace('!', ''), x, i === names.length - 1));
    this.#hearFrames(frames, (i) => mark !== 'bad' && !names[i]?.startsWith('!'));
  }

  #hearFrames(frames: readonly Uint8Array[], isGood: (i: number) => boolean): void {
    const t = this.#line.now();
    this.#line.hear({ kind: 'carrier', modulation: 'v21-300', t });
    for (const [i, octets] of frames.entries())
      this.#line.hear({ kind: 'frame', frame: { octets, fcsOk: isGood(i) }, t });
    this.#line.hear({ kind: 'carrier-lost', t });
  }

  #frameOf(word: string, x: boolean, final: boolean): Uint8Array {
    const pattern = /^([A-Z]+(?:-[A-Z]+){0,2})(?:@([a-z0-9-]+))?(?:=(.*)|:([\d,]*))?$/;
    const [, name = '', rate, hex, numbers] = pattern.exec(word) ?? [];
    if (rate !== undefined) this.#modulation = imageModulation(rate);
    const values = (numbers ?? '').split(',').filter(Boolean).map(Number);
    if (textFrames.has(name) && numbers !== undefined)
      return buildFrame(name as FrameName, { x, final, fif: encodeIdentification(numbers) });
    const [, base = '', command] = /^((?:PRI-)?[A-Z]+)(?:-(.*))?$/.exec(name) ?? [];
    const fif = hex === undefined ? this.#fifOf(base, command, values, x) : fromHex(hex);
    return buildFrame(base as FrameName, { x, final, fif });
  }

  #fifOf(name: string, command: string | undefined, values: readonly number[], x: boolean): Uint8Array {
    switch (name) {
      case 'DIS':
      case 'DTC':
        return encodeDis(ownCapabilities({ ecm: true }));
      case 'DCS':
      case 'CTC': {
        const fif = encodeDcs({ ...this.#dcs, modulation: this.#modulation });
        return name === 'CTC' ? fif.subarray(0, 2) : fif;
      }
      case 'CSI':
      case 'TSI':
      case 'CIG':
        return encodeIdentification('5550199');
      case 'PPS': {
        const [page = 0, block = 0, frames = 1] = values;
        return encodePps({ command: command as PostMessage, page, block, frames }, x);
      }
      case 'EOR':
        return encodePps({ command: command as PostMessage, page: 0, block: 0, frames: 1 }, x).subarray(0, 1);
      case 'PPR':
        return encodePpr(values);
      default:
        return new Uint8Array(0);
    }
  }
}
/** A page of so many octets, the RTC of a whole one among them. */
function pageOf(octets: number, whole: boolean): Uint8Array {
  const page = new Uint8Array(octets).fill(1);
  if (whole && octets > RTC.length) page.set(RTC, octets - RTC.length);
  return page;
}

function imageModulation(name: string): ImageModulation {
  const known = Object.keys(modulations).find((each) => each === name);
  if (known === undefined) throw new Error(`no modulation ${name}`);
  return known as ImageModulation;
}
