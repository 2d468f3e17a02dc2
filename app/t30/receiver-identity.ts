import { foreignImages } from './dis-bits.ts';
import {
  type Capabilities,
  type Companions,
  decodeDcs,
  decodeDcsCompanions,
  encodeDis,
  type SessionParameters,
} from './dis-dcs.ts';
import type { FrameName, ParsedFrame } from './frames.ts';
import { decodeIdentification, encodeIdentification } from './identification.ts';
import { refusedDcs } from './negotiation.ts';

/** What a poller asks for, beside the document itself. */
export interface PollRequest {
  readonly selector?: string;
  readonly password?: string;
  readonly subAddress?: string;
}

/** A frame to be built: its name, its information field, and whether it ends its burst. */
export interface Plan {
  readonly name: FrameName;
  readonly fif: Uint8Array;
  readonly final: boolean;
}

function identity(name: FrameName, text: string | undefined): readonly Plan[] {
  return text ? [{ name, fif: encodeIdentification(text), final: false }] : [];
}

/** How the answering end says who it is and what it can do: CSI and DIS. */
export function identification(localId: string, own: Capabilities, offers: Companions): readonly Plan[] {
  return [...identity('CSI', localId), { name: 'DIS', fif: encodeDis(own, offers), final: true }];
}

/** How the calling end asks for a document: PWD, SEP, PSA, CIG and DTC. */
export function pollingRequest(localId: string, own: Capabilities, request: PollRequest): readonly Plan[] {
  const { selector, password, subAddress } = request;
  const companions = {
    selector: Boolean(selector),
    password: Boolean(password),
    polledSubAddress: Boolean(subAddress),
  };
  return [
    ...identity('PWD', password),
    ...identity('SEP', selector),
    ...identity('PSA', subAddress),
    ...identity('CIG', localId),
    { name: 'DTC', fif: encodeDis(own, companions), final: true },
  ];
}

/** The text of a burst's frame of this name, or null where there is none. */
export function identityIn(burst: readonly ParsedFrame[], name: FrameName): string | null {
  const frame = burst.find((each) => each.name === name);
  return frame ? decodeIdentification(frame.fif) : null;
}

/** What a DCS and the frames before it come to. */
export type DcsVerdict =
  | {
      readonly kind: 'taken';
      readonly parameters: SessionParameters;
      readonly remoteId: string | null;
      readonly subAddress: string | null;
    }
  /** It asks for what was not offered, or brings no password; parameters where they could be read. */
  | { readonly kind: 'refused' | 'wrong-password'; readonly parameters: SessionParameters | null }
  /** A frame that went with it was damaged and is needed: as good as not heard. */
  | { readonly kind: 'incomplete' };

/** Judges the burst of a DCS against what we offered. `damaged`: a frame of it could not be read. */
export function judgeDcs(
  burst: readonly ParsedFrame[],
  own: Capabilities,
  expectPassword: string | undefined,
  damaged: boolean,
): DcsVerdict {
  const fif = burst.at(-1)?.fif ?? new Uint8Array(0);
  const parameters = decodeDcs(fif);
  if (parameters === null || refusedDcs(parameters, own) !== null || foreignImages(fif).length > 0)
    return { kind: 'refused', parameters };
  const subAddress = identityIn(burst, 'SUB');
  const password = identityIn(burst, 'SID');
  const sent = decodeDcsCompanions(fif);
  const missing = (sent.subAddress && subAddress === null) || (expectPassword && sent.password && password === null);
  if (damaged && missing) return { kind: 'incomplete' };
  if (expectPassword && password !== expectPassword) return { kind: 'wrong-password', parameters };
  return { kind: 'taken', parameters, remoteId: identityIn(burst, 'TSI') || null, subAddress: subAddress || null };
}
