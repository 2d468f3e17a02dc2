import type { TranscriptEntry } from '../model/job.ts';
import { namedBits, unknownBits } from './dis-bits.ts';
import { type Capabilities, decodeDcs, decodeDis, modulationOfCtc, modulationWords } from './dis-dcs.ts';
import { decodePpr, decodePps } from './ecm-blocks.ts';
import { decodeFnv } from './field-not-valid.ts';
import { type ParsedFrame, parseFcf2, parseFrame } from './frames.ts';
import { decodeIdentification } from './identification.ts';
import { rateOf } from './modulations.ts';
import { toHex } from './octets.ts';

type Fields = TranscriptEntry['fields'];

/** A frame as the transcript shows it: its name, its octets, and its information field decoded. */
export function describeFrame(octets: Uint8Array, fcsOk = true): Omit<TranscriptEntry, 't' | 'dir'> {
  const hex = toHex(octets);
  if (!fcsOk) return { type: 'bad frame', hex, fields: { fcs: 'bad' } };
  const frame = parseFrame(octets);
  if (frame === null) return { type: 'unknown frame', hex, fields: {} };
  // A transcript is stored and shown: no password belongs into it.
  if (frame.name === 'PWD' || frame.name === 'SID')
    return { type: frame.name, hex: toHex(octets.subarray(0, 3)), fields: { hidden: true } };
  return { type: typeOf(frame), hex, fields: fieldsOf(frame) };
}

function typeOf(frame: ParsedFrame): string {
  if (frame.name !== 'PPS' && frame.name !== 'EOR') return frame.name;
  return `${frame.name}-${parseFcf2(frame.fif[0]) ?? '?'}`;
}

function fieldsOf({ name, fif }: ParsedFrame): Fields {
  switch (name) {
    case 'CSI':
    case 'TSI':
    case 'CIG':
    case 'SUB':
    case 'SEP':
    case 'PSA':
      return { id: decodeIdentification(fif) };
    case 'DIS':
    case 'DTC': {
      const can = decodeDis(fif);
      return can === null
        ? {}
        : { ...capabilityFields(can), modem: modulationWords(fif, 'DIS'), ...bitFields(fif, 'DIS') };
    }
    case 'DCS': {
      const chosen = decodeDcs(fif);
      if (chosen === null) return { modulation: modulationWords(fif, 'DCS'), ...bitFields(fif, 'DCS') };
      const { modulation, ...rest } = chosen;
      return { modulation, rate: rateOf(modulation), ...rest, ...bitFields(fif, 'DCS') };
    }
    case 'CTC': {
      const modulation = modulationOfCtc(fif);
      return modulation === null ? {} : { modulation, rate: rateOf(modulation) };
    }
    case 'PPS': {
      const signal = decodePps(fif);
      return signal === null ? {} : { ...signal };
    }
    case 'PPR':
      return { wanted: decodePpr(fif, 256).length };
    case 'FNV':
      return { notValid: decodeFnv(fif).join(' ') };
    default:
      return {};
  }
}

/** Every bit by its name, and those that have none by their number. */
function bitFields(fif: Uint8Array, frame: 'DIS' | 'DCS'): Fields {
  const unknown = unknownBits(fif);
  return { bits: namedBits(fif, frame).join(' '), ...(unknown.length > 0 && { unknownBits: unknown.join(' ') }) };
}

function capabilityFields(can: Capabilities): Fields {
  const { v17, v29, v27ter } = can.modems;
  const modems = [v17 && 'v17', v29 && 'v29', v27ter && 'v27ter'].filter((name) => name !== false);
  return {
    receive: can.canReceive,
    poll: can.hasPollDocument,
    modems: modems.length > 0 ? modems.join(' ') : 'v27ter-2400',
    resolutions: can.resolutions.join(' '),
    widths: can.widths.join(' '),
    codings: can.codings.join(' '),
    ecm: can.ecm,
    scanTime: can.scanTime.fine,
  };
}
