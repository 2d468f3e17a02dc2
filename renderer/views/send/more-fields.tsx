import type { ReactNode } from 'react';
import type { FaxErrorData } from '../../../app/model/errors.ts';
import { type Priority, prioritySchema } from '../../../app/model/job.ts';
import { type Resolution, resolutionSchema } from '../../../app/model/page-format.ts';
import type { Port } from '../../../app/model/port.ts';
import { ChevronDownIcon, ErrorNote, Select, type SelectOption } from '../../kit/index.ts';
import { useCovers } from '../covers/use-covers.ts';
import { CoverField } from './cover-field.tsx';
import type { Draft, DraftAction } from './draft.ts';
import { ReceiptField } from './receipt-field.tsx';
import { useLineGroups } from './use-line-groups.ts';

/** Each resolution by its office word and its dots an inch, across and down. */
export const resolutionWords: Readonly<Record<Resolution, { readonly word: string; readonly dots: string }>> = {
  standard: { word: 'Standard', dots: '204 × 98' },
  fine: { word: 'Fine', dots: '204 × 196' },
  superfine: { word: 'Superfine', dots: '204 × 391' },
};

const resolutions: readonly SelectOption<Resolution>[] = resolutionSchema.options.map((value) => ({
  value,
  label: `${resolutionWords[value].word}, ${resolutionWords[value].dots}`,
}));

const priorityWords: Readonly<Record<Priority, string>> = {
  high: 'High: before the others',
  normal: 'Normal priority',
  low: 'Low: after the others',
};
const priorities: readonly SelectOption<Priority>[] = prioritySchema.options
  .toReversed()
  .map((value) => ({ value, label: priorityWords[value] }));

export interface MoreFieldsProps {
  readonly draft: Draft;
  readonly ports: readonly Port[];
  /** The server sends receipts by mail. */
  readonly receipts: boolean;
  readonly dispatch: (action: DraftAction) => void;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly refusal: FaxErrorData | null;
}

/** What is chosen beyond the usual, in words; empty where nothing is. Shown while the fields are not. */
export const moreWords = ({ priority, port, cover, receipt }: Draft): string =>
  [
    priority === 'normal' ? '' : priorityWords[priority],
    port ?? '',
    cover === null ? '' : 'With a cover page',
    receipt.address.trim() === '' ? '' : `Receipt to ${receipt.address.trim()}`,
  ]
    .filter((words) => words !== '')
    .join(' · ');

/** How it is sent: resolution in sight, the rest one step further. */
export function MoreFields({ draft, ports, receipts, dispatch, open, onOpen, refusal }: MoreFieldsProps): ReactNode {
  const covers = useCovers();
  const groups = useLineGroups();
  return (
    <div className="send-group">
      <div className="send-as">
        <Select
          label="Resolution"
          labelHidden
          value={draft.resolution}
          options={resolutions}
          onChange={(resolution) => dispatch({ type: 'resolutionSet', resolution })}
        />
        <button
          id="send-more-button"
          type="button"
          className="btn quiet"
          aria-expanded={open}
          aria-controls="send-more"
          onClick={() => onOpen(!open)}
        >
          More
          <ChevronDownIcon style={open ? { transform: 'rotate(180deg)' } : {}} />
        </button>
        {!open && <span className="s12 t3 cut">{moreWords(draft)}</span>}
      </div>
      {refusal && <ErrorNote error={refusal} />}
      {open && (
        <div id="send-more" className="send-more">
          <Select
            label="Priority"
            value={draft.priority}
            options={priorities}
            onChange={(priority) => dispatch({ type: 'prioritySet', priority })}
          />
          <LineSelect port={draft.port} ports={ports} groups={groups} dispatch={dispatch} />
          <CoverField draft={draft} covers={covers} dispatch={dispatch} />
          <ReceiptField receipt={draft.receipt} receipts={receipts} dispatch={dispatch} />
        </div>
      )}
    </div>
  );
}

/** No port has this name: port names hold no control characters. */
const anyPort = '\u0000any';

interface LineSelectProps {
  readonly port: string | null;
  readonly ports: readonly Port[];
  /** Names of the groups; null while they are not known. */
  readonly groups: readonly string[] | null;
  readonly dispatch: (action: DraftAction) => void;
}

/** The line or group of lines that it must go by. */
function LineSelect({ port, ports, groups, dispatch }: LineSelectProps): ReactNode {
  const sending = ports.filter((each) => each.send).map(({ name }) => name);
  const known = [...sending, ...(groups ?? [])];
  const unknown = port !== null && !known.includes(port);
  // Until the groups are known, a name that is no line may be one of them.
  const gone = unknown && (groups !== null || ports.some(({ name }) => name === port));
  const options: readonly SelectOption<string>[] = [
    { value: anyPort, label: 'Any free line' },
    ...sending.map((name) => ({ value: name, label: name })),
    ...(groups ?? []).map((name) => ({ value: name, label: `${name} (group)` })),
    ...(unknown ? [{ value: port, label: gone ? `${port} (cannot send now)` : port }] : []),
  ];
  return (
    <Select
      label="Line"
      value={port ?? anyPort}
      options={options}
      error={gone ? 'This line cannot send now. The fax waits for it.' : null}
      onChange={(chosen) => dispatch({ type: 'portSet', port: chosen === anyPort ? null : chosen })}
    />
  );
}
