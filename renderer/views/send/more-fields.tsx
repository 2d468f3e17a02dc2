import type { ReactNode } from 'react';
import type { FaxErrorData } from '../../../app/model/errors.ts';
import { type Priority, prioritySchema } from '../../../app/model/job.ts';
import { type Resolution, resolutionSchema } from '../../../app/model/page-format.ts';
import type { Port } from '../../../app/model/port.ts';
import { ChevronDownIcon, ErrorNote, Select, type SelectOption } from '../../kit/index.ts';
import type { Draft, DraftAction } from './draft.ts';

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
  readonly dispatch: (action: DraftAction) => void;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly refusal: FaxErrorData | null;
}

/** No port has this name: port names hold no control characters. */
const anyPort = '\u0000any';

/** How it is sent: resolution in sight, the rest one step further. */
export function MoreFields({ draft, ports, dispatch, open, onOpen, refusal }: MoreFieldsProps): ReactNode {
  const sending = ports.filter((port) => port.send);
  const gone = draft.port !== null && !sending.some((port) => port.name === draft.port);
  const options: readonly SelectOption<string>[] = [
    { value: anyPort, label: 'Any free line' },
    ...sending.map((port) => ({ value: port.name, label: port.name })),
    ...(gone ? [{ value: draft.port ?? '', label: `${draft.port} (cannot send now)` }] : []),
  ];
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
          type="button"
          className="btn quiet"
          aria-expanded={open}
          aria-controls="send-more"
          onClick={() => onOpen(!open)}
        >
          More
          <ChevronDownIcon style={open ? { transform: 'rotate(180deg)' } : {}} />
        </button>
        {!open && (draft.priority !== 'normal' || draft.port !== null) && (
          <span className="s12 t3 cut">
            {[draft.priority === 'normal' ? '' : priorityWords[draft.priority], draft.port ?? '']
              .filter((word) => word !== '')
              .join(' · ')}
          </span>
        )}
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
          <Select
            label="Line"
            value={draft.port ?? anyPort}
            options={options}
            error={gone ? 'This line cannot send now. The fax waits for it.' : null}
            onChange={(port) => dispatch({ type: 'portSet', port: port === anyPort ? null : port })}
          />
        </div>
      )}
    </div>
  );
}
