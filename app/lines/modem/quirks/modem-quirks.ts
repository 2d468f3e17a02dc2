import type { ModemFacts } from '../detect/modem-facts.ts';

/** Commands (behind `AT`) that switch flow control on, where `+FLO` is not there or does not do it. */
export interface FlowCommands {
  readonly xonxoff: string;
  readonly rtscts: string;
}

/** Where a modem differs from T.31, T.32 and SP-2388-A, or where these leave a choice. */
export interface ModemQuirks {
  /** Class 1: `+FRS` is missing or harmful; a pause of the host stands in for the silence. */
  readonly silenceByPause: boolean;
  /** Class 1: how often `+FRM` is said again after `+FCERROR`. */
  readonly receiveAgain: number;
  /** Flow control by the maker's own commands; null: `+FLO`, or what the modem does by itself. */
  readonly flow: FlowCommands | null;
  /** Class 2: how received page octets come: T.32's `direct`, or each octet turned round ("Rockwell bug"). */
  readonly class2Received: 'direct' | 'reversed';
  /** Class 2: what starts the data after `+FDR` and CONNECT. */
  readonly class2DataStart: 'DC2' | 'DC1';
  /** Class 2: the modem says XON when it wants the page's data. */
  readonly class2SaysXon: boolean;
  /** Class 2: no better coding than MH, whatever the modem says. */
  readonly class2OnlyMh: boolean;
  /** Class 2 and 2.x: error correction is not used, whatever the modem says. */
  readonly class2WithoutEcm: boolean;
  /** Adaptive answer cannot be trusted: calls are answered as fax calls. */
  readonly adaptiveUnreliable: boolean;
}

/** A modem without quirks. Class 2 data come reversed from most, and the modems that are right are the exceptions. */
export const plainModem: ModemQuirks = {
  silenceByPause: false,
  receiveAgain: 2,
  flow: null,
  class2Received: 'reversed',
  class2DataStart: 'DC2',
  class2SaysXon: true,
  class2OnlyMh: false,
  class2WithoutEcm: false,
  adaptiveUnreliable: false,
};

/** One row of the table. */
interface QuirkRow {
  /** Matched against {@link identityText}: maker, model, revision and each ATI answer, a line each. */
  readonly modem: RegExp;
  readonly quirks: Partial<ModemQuirks>;
  readonly reason: string;
}

/** `AT&K`: Rockwell's way of flow control, and of all who bought its chips or copied them. */
const rockwellFlow: FlowCommands = { xonxoff: '&K4', rtscts: '&K3' };

/**
 * What is known of modems in the field, later rows over earlier ones. Where no reason says otherwise it is what the
 * configurations that come with HylaFAX (Debian 6.0.7) do for the same modem; no row has been tried on hardware by us.
 */
const table: readonly QuirkRow[] = [
  {
    modem: /rockwell|conexant|\bRC(32|96|144|224|288|336)|K56|V1\.\d{3}.*-V34|supra|boca/i,
    quirks: { flow: rockwellFlow },
    reason: 'Rockwell and Conexant chips switch flow control by &K.',
  },
  {
    modem: /rockwell/i,
    quirks: { adaptiveUnreliable: true },
    reason: 'Adaptive answer of early Rockwell modems takes fax calls for data calls.',
  },
  { modem: /lucent|agere|MT5634/i, quirks: { flow: rockwellFlow }, reason: 'Lucent chips switch flow control by &K.' },
  {
    modem: /davicom|linux isdn|isdn4linux/i,
    quirks: { flow: rockwellFlow },
    reason: 'Flow control is switched by &K.',
  },
  {
    modem: /davicom/i,
    quirks: { class2OnlyMh: true },
    reason: 'It says that it can do MR and answers ERROR when it is set.',
  },
  {
    modem: /^(?:.*cirrus.*|(?:CL-)?MD(?:14|34|56)\w*)$/im,
    quirks: { silenceByPause: true, flow: { xonxoff: '\\Q1', rtscts: '\\Q3' } },
    reason: 'Cirrus Logic chips have no +FRS, and switch flow control by \\Q.',
  },
  {
    modem: /TP560|H56XCT|linux isdn/i,
    quirks: { silenceByPause: true },
    reason: '+FRS is missing.',
  },
  {
    modem: /u\.? ?s\.? ?robotics|courier|sportster|\b3CP5610/i,
    quirks: { silenceByPause: true, flow: { xonxoff: '&H2&I2&R1', rtscts: '&H1&I0&R2' } },
    reason: 'USRobotics modems reset themselves now and then at +FRS; flow control is switched by &H, &I and &R.',
  },
  {
    modem: /digi\b.*(ras|acceleport)/is,
    quirks: { receiveAgain: 0 },
    reason: 'After +FCERROR it finds the next carrier by itself; a second +FRM loses it.',
  },
  {
    modem: /multi-?tech/i,
    quirks: { class2Received: 'direct', flow: { xonxoff: '&E5', rtscts: '&E4' } },
    reason: 'Multi-Tech modems with their own firmware deliver Class 2 data in the right order.',
  },
  {
    modem: /MT5634|ISI5634/i,
    quirks: { class2Received: 'reversed', flow: rockwellFlow },
    reason: 'These Multi-Tech modems have a Lucent chip, which turns the octets round.',
  },
  {
    modem: /zyxel.*(1496|U90E)/is,
    quirks: { class2WithoutEcm: true, flow: { xonxoff: '&H4', rtscts: '&H3' } },
    reason: 'Firmware 6.1 has a fault in its error correction; flow control is switched by &H.',
  },
  {
    modem: /telebit.*\bQ/is,
    quirks: { class2SaysXon: false, flow: { xonxoff: 'S58=3', rtscts: 'S58=2' } },
    reason: 'It does not say XON before the page; flow control is a register.',
  },
  {
    modem: /exar/i,
    quirks: { flow: { xonxoff: '&S1\\G0\\Q4\\X1', rtscts: '\\Q3' } },
    reason: 'Exar chips switch flow control by \\Q.',
  },
  {
    modem: /everex/i,
    quirks: { class2DataStart: 'DC1' },
    reason: 'Made before SP-2388-B: DC1 starts the data (the first draft of Class 2).',
  },
];

/** The quirks of a modem, each with its reason. */
export interface KnownQuirks extends ModemQuirks {
  readonly reasons: readonly string[];
}

/** What is known of a modem by its names. Pure; a modem that nobody knows has no quirks. */
export function quirksOf(facts: Pick<ModemFacts, 'manufacturer' | 'model' | 'revision' | 'identity'>): KnownQuirks {
  const text = identityText(facts);
  const rows = table.filter(({ modem }) => modem.test(text));
  const known: Partial<ModemQuirks> = Object.assign({}, ...rows.map(({ quirks }) => quirks));
  return { ...plainModem, ...known, reasons: rows.map(({ reason }) => reason) };
}

/** Everything that a modem calls itself, a line each. */
export function identityText({
  manufacturer,
  model,
  revision,
  identity,
}: Pick<ModemFacts, 'manufacturer' | 'model' | 'revision' | 'identity'>): string {
  return [manufacturer, model, revision, ...identity].filter((line) => line !== null).join('\n');
}
