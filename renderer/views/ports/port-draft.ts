import { type Port, type PortChanges, portChangesSchema } from '../../../app/model/port.ts';
import { portsWords } from './words.ts';

/** A port's settings as they stand in the fields. */
export interface PortDraft {
  readonly rings: string;
  readonly csid: string;
  readonly tsid: string;
  readonly priority: string;
  readonly send: boolean;
  readonly receive: Port['receive'];
}

export type PortField = keyof PortDraft;

export const draftOfPort = (port: Port): PortDraft => ({
  rings: String(port.rings),
  csid: port.csid,
  tsid: port.tsid,
  priority: String(port.priority),
  send: port.send,
  receive: port.receive,
});

export type ReadPortDraft =
  | { readonly ok: true; readonly changes: PortChanges }
  | { readonly ok: false; readonly errors: Readonly<Partial<Record<PortField, string>>> };

/** What of the draft differs from the port, or one sentence for each field that is out of its range. */
export function readPortDraft(port: Port, draft: PortDraft): ReadPortDraft {
  const values = { ...draft, rings: wholeNumber(draft.rings), priority: wholeNumber(draft.priority) };
  const parsed = portChangesSchema.safeParse(values);
  if (!parsed.success) {
    const bad = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
    const { rings, priority, station } = portsWords.errors;
    return {
      ok: false,
      errors: {
        ...(bad.has('rings') ? { rings } : {}),
        ...(bad.has('priority') ? { priority } : {}),
        ...(bad.has('csid') ? { csid: station } : {}),
        ...(bad.has('tsid') ? { tsid: station } : {}),
      },
    };
  }
  const { rings, csid, tsid, send, receive, priority } = parsed.data;
  return {
    ok: true,
    changes: {
      ...(rings === port.rings ? {} : { rings }),
      ...(csid === port.csid ? {} : { csid }),
      ...(tsid === port.tsid ? {} : { tsid }),
      ...(send === port.send ? {} : { send }),
      ...(receive === port.receive ? {} : { receive }),
      ...(priority === port.priority ? {} : { priority }),
    },
  };
}

const wholeNumber = (text: string): number => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN);
