import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Draft,
  type DraftAction,
  emptyDraft,
  fileName,
  isEmptyDraft,
  readStoredDraft,
  reduceDraft,
} from './draft.ts';
import { readRecipients } from './recipients.ts';

const key = 'key-00000001';
const draftAfter = (...actions: readonly DraftAction[]): Draft => actions.reduce(reduceDraft, emptyDraft(key));
const add = (...paths: readonly string[]): DraftAction => ({ type: 'filesAdded', paths });
const to = (text: string): DraftAction => ({ type: 'recipientsAdded', recipients: readRecipients(text) });
const paths = (draft: Draft) => draft.files.map((each) => each.path);

describe('a draft', () => {
  test('keeps files in order and moves them within bounds', () => {
    const draft = draftAfter(add('a', 'b'), add('c'));
    const id = draft.files[0]?.id ?? '';
    expect(paths(reduceDraft(draft, { type: 'fileMoved', id, to: 1 }))).toEqual(['b', 'a', 'c']);
    expect(paths(reduceDraft(draft, { type: 'fileMoved', id, to: 99 }))).toEqual(['b', 'c', 'a']);
    expect(reduceDraft(draft, { type: 'fileMoved', id, to: -1 })).toBe(draft);
    expect(reduceDraft(draft, { type: 'fileMoved', id: 'gone', to: 1 })).toBe(draft);
  });

  test('takes at most 200 files and 10,000 recipients', () => {
    expect(draftAfter(add(...Array.from({ length: 250 }, (_, i) => `f${i}`)), add('late')).files).toHaveLength(200);
    expect(draftAfter(to(Array.from({ length: 10_050 }, (_, i) => 5550000 + i).join('\n'))).recipients).toHaveLength(
      10_000,
    );
  });

  test('gives every recipient and file its own identity, repeats too', () => {
    const draft = draftAfter(to('5550101, 5550101'), add('a', 'a'), to('5550101'));
    const ids = [...draft.recipients, ...draft.files].map((each) => each.id);
    expect(new Set(ids).size).toBe(5);
    const left = reduceDraft(draft, { type: 'recipientsRemoved', ids: [ids[1] ?? ''] });
    expect(left.recipients.map((each) => each.id)).toEqual([ids[0], ids[2]]);
  });

  test('mends a recipient in its place', () => {
    const draft = draftAfter(to('5550101, 555O102, 5550103'));
    const [mended] = readRecipients('5550102');
    const next = reduceDraft(draft, {
      type: 'recipientReplaced',
      id: draft.recipients[1]?.id ?? '',
      recipient: mended!,
    });
    expect(next.recipients.map((each) => each.number)).toEqual(['5550101', '5550102', '5550103']);
  });

  test('keeps its key when the answer was lost, and remembers a change after it', () => {
    const lost = draftAfter(to('5550101'), { type: 'handedIn' });
    expect(lost).toMatchObject({ key, handedIn: 'unanswered' });
    expect(reduceDraft(lost, { type: 'typed', text: '5' })).toMatchObject({ key, handedIn: 'unanswered' });
    const changed = reduceDraft(lost, { type: 'subjectSet', subject: 'Again' });
    expect(changed).toMatchObject({ key, handedIn: 'changed' });
    expect(reduceDraft(changed, { type: 'notTaken', key: 'key-00000002' })).toMatchObject({
      key: 'key-00000002',
      handedIn: 'none',
      subject: 'Again',
    });
  });

  test('comes back from storage as it was, and from nothing else', () => {
    const draft = draftAfter(to('Ann <5550101>, nobody'), add('/a/b.pdf'), {
      type: 'whenSet',
      when: { kind: 'discount' },
    });
    expect(readStoredDraft(JSON.stringify(draft))).toEqual(draft);
    expect(readStoredDraft(null)).toBeNull();
    expect(readStoredDraft(JSON.stringify(draft).slice(0, 80))).toBeNull();
    expect(readStoredDraft(JSON.stringify({ ...draft, version: 2 }))).toBeNull();
    fc.assert(fc.property(fc.json(), (text) => readStoredDraft(text) === null));
  });

  test('of an earlier version of the program comes back without cover page and receipt', () => {
    const { cover: _, sender: __, receipt: ___, ...earlier } = draftAfter(add('/a/b.pdf'));
    expect(readStoredDraft(JSON.stringify(earlier))).toMatchObject({
      cover: null,
      sender: '',
      receipt: { address: '', attach: false },
    });
  });

  test('is empty until there is something to miss', () => {
    expect(
      isEmptyDraft(draftAfter({ type: 'typed', text: ' ' }, { type: 'resolutionSet', resolution: 'standard' })),
    ).toBe(true);
    expect(isEmptyDraft(draftAfter({ type: 'coverSet', cover: 'plain' }))).toBe(true);
    expect(isEmptyDraft(draftAfter(add('a')))).toBe(false);
    expect(isEmptyDraft(draftAfter({ type: 'typed', text: '5' }))).toBe(false);
  });

  test('names files without their folders', () => {
    expect(['/a/b c.pdf', 'C:\\x\\y.tif', 'plain.txt', '/folder/'].map(fileName)).toEqual([
      'b c.pdf',
      'y.tif',
      'plain.txt',
      'folder',
    ]);
  });
});
