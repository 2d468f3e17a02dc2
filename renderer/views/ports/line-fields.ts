import type { LineDraft, LineField } from './line-draft.ts';

/** What the fields of a kind of line are given. */
export interface LineFieldsProps {
  readonly draft: LineDraft;
  readonly errors: Readonly<Partial<Record<LineField, string>>>;
  readonly set: (changes: Partial<LineDraft>) => void;
}
