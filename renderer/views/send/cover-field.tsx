import type { ReactNode } from 'react';
import { Field, Select, type SelectOption } from '../../kit/index.ts';
import { sentences } from '../../words/sentences.ts';
import type { CoverList } from '../covers/use-covers.ts';
import type { Draft, DraftAction } from './draft.ts';

/** No cover page has this name: the name of a file holds no NUL. */
const none = '\u0000none';

export interface CoverFieldProps {
  readonly draft: Pick<Draft, 'cover' | 'sender'>;
  readonly covers: CoverList;
  readonly dispatch: (action: DraftAction) => void;
}

/** Which cover page goes in front, and who sends as it shows it. Subject and note are the fax's own. */
export function CoverField({ draft, covers, dispatch }: CoverFieldProps): ReactNode {
  const { cover, sender } = draft;
  const known = covers.known ?? [];
  const unknown = cover !== null && !known.some(({ name }) => name === cover);
  const gone = unknown && covers.known !== null;
  const problem = covers.error && sentences(covers.error.message, covers.error.next);
  const options: readonly SelectOption<string>[] = [
    { value: none, label: 'None' },
    ...known.map(({ name, title }) => ({ value: name, label: title })),
    ...(unknown ? [{ value: cover, label: gone ? `${cover} (not there now)` : cover }] : []),
  ];
  return (
    <>
      <Select
        label="Cover page"
        value={cover ?? none}
        options={options}
        error={gone ? 'There is no cover page of this name. Choose another.' : problem}
        onChange={(value) => dispatch({ type: 'coverSet', cover: value === none ? null : value })}
      />
      {cover === null ? (
        <span />
      ) : (
        <Field
          label="From, on the cover page"
          maxLength={200}
          placeholder="Your name"
          value={sender}
          onChange={(event) => dispatch({ type: 'senderSet', sender: event.target.value })}
        />
      )}
    </>
  );
}
