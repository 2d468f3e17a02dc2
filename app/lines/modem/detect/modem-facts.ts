import type { ModemClass } from '../../../model/line-address.ts';
import type { Coding } from '../../../model/page-format.ts';

/** What a modem can do in one of the classes in which it runs T.30 itself (T.32, SP-2388-A). */
export interface SessionClassFacts {
  readonly class: '2' | '2.0' | '2.1';
  /** Bits a second, the fastest; null where it does not say. */
  readonly rate: number | null;
  readonly ecm: boolean;
  readonly codings: readonly Coding[];
}

/** What a modem says of itself. */
export interface ModemFacts {
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly revision: string | null;
  /** The answers to ATI0 to ATI9, each line once. */
  readonly identity: readonly string[];
  readonly classes: readonly ModemClass[];
  /** Values of +FTM and +FRM (T.31 table 1), or null where it has no Class 1. */
  readonly class1: { readonly transmit: readonly number[]; readonly receive: readonly number[] } | null;
  readonly sessions: readonly SessionClassFacts[];
  /** Values that +FLO takes: 0 none, 1 XON/XOFF, 2 RTS/CTS; empty where it has no such command. */
  readonly flow: readonly number[];
  /** The command that makes it tell data from fax calls when it answers, or null. */
  readonly adaptiveAnswer: '+FAE=1' | '+FAA=1' | null;
  /** The command that makes it tell the caller's number, or null. */
  readonly callerId: '+VCID=1' | '#CID=1' | null;
  /** The command that makes it tell the cadence of rings, or null. */
  readonly distinctiveRing: '+VDR=1,0' | null;
}

/** A modem that says nothing of itself. */
export const unknownModem: ModemFacts = {
  manufacturer: null,
  model: null,
  revision: null,
  identity: [],
  classes: [],
  class1: null,
  sessions: [],
  flow: [],
  adaptiveAnswer: null,
  callerId: null,
  distinctiveRing: null,
};
