import { describe, expect, test } from 'vitest';
import { FaxError } from '../../../app/model/errors.ts';
import { createFakeDoor } from '../../testing/fake-door.ts';
import { type Draft, emptyDraft, reduceDraft } from './draft.ts';
import { readRecipients } from './recipients.ts';
import { chooseFiles, fieldOfError, submitDraft } from './send-actions.ts';

const now = { kind: 'now' } as const;
const draftTo = (text: string): Draft =>
  reduceDraft(emptyDraft('send-00000001'), { type: 'recipientsAdded', recipients: readRecipients(text) });
const handedIn = (draft: Draft) => reduceDraft(draft, { type: 'handedIn' });

function rig() {
  const door = createFakeDoor();
  const asked = (name: string) => door.calls.filter((call) => call.name === name).map((call) => call.input);
  return { door, asked };
}

describe('handing a draft in', () => {
  test('sends the preview’s very pages to every right number, with the draft’s key', async () => {
    const { door, asked } = rig();
    const draft = { ...draftTo('Ann <5550101>, nobody, 5550102'), subject: ' Order ', note: ' ' };
    const outcome = await submitDraft(door, draft, 'preview-1', now);
    expect(outcome).toMatchObject({ kind: 'queued', jobs: [{ number: '5550101' }, { number: '5550102' }] });
    expect(asked('submit')).toEqual([
      {
        document: { kind: 'preview', previewId: 'preview-1' },
        recipients: [
          { name: 'Ann', number: '5550101' },
          { name: null, number: '5550102' },
        ],
        subject: 'Order',
        note: null,
        when: now,
        priority: 'normal',
        port: null,
        key: 'send-00000001',
      },
    ]);
  });

  test('asks for a cover page and a receipt as the command does, and for a cover page alone', async () => {
    const { door, asked } = rig();
    const draft: Draft = {
      ...draftTo('5550101'),
      cover: 'plain',
      sender: ' Ann ',
      receipt: { address: ' desk@example.com ', attach: true },
    };
    await submitDraft(door, draft, null, now);
    expect(asked('submit')).toMatchObject([
      {
        document: { kind: 'none' },
        cover: { name: 'plain', scope: 'common' },
        sender: 'Ann',
        receipt: { address: 'desk@example.com', attach: true },
      },
    ]);
    await submitDraft(door, { ...draftTo('5550102'), sender: 'Ann' }, 'preview-1', now);
    expect(asked('submit')[1], 'the sender is for the cover page alone').not.toHaveProperty('sender');
  });

  test('ties a refusal to its field', async () => {
    const { door } = rig();
    door.fail(new FaxError('NUMBER_NOT_PRACTICE'));
    expect(await submitDraft(door, draftTo('5550144'), 'preview-1', now)).toMatchObject({
      kind: 'refused',
      field: 'recipients',
      error: { code: 'NUMBER_NOT_PRACTICE' },
    });
    expect(
      (
        [
          'PDF_ENCRYPTED',
          'PREVIEW_NOT_FOUND',
          'PORT_NOT_FOUND',
          'COVER_NOT_FOUND',
          'MAIL_SERVER_MISSING',
          'DISK_FULL',
        ] as const
      ).map(fieldOfError),
    ).toEqual(['files', 'files', 'more', 'more', 'more', 'sheet']);
  });

  test('does not take a lost answer for a refusal', async () => {
    const { door } = rig();
    door.fail(new FaxError('SERVER_STOPPED'));
    expect(await submitDraft(door, draftTo('5550101'), 'preview-1', now)).toMatchObject({ kind: 'unanswered' });
  });

  test('finds the first try after a lost answer, and sends nothing again', async () => {
    const { door, asked } = rig();
    const draft = draftTo('5550101');
    await submitDraft(door, draft, 'preview-1', now);
    expect(await submitDraft(door, handedIn(draft), 'preview-gone', now)).toMatchObject({
      kind: 'queued',
      jobs: [{ number: '5550101' }],
    });
    const changed = reduceDraft(handedIn(draft), { type: 'subjectSet', subject: 'Another' });
    expect(await submitDraft(door, changed, 'preview-2', now)).toMatchObject({ kind: 'alreadyQueued' });
    expect(asked('submit')).toHaveLength(1);
  });

  test('sends again with the same key when the server never had it', async () => {
    const { door, asked } = rig();
    const outcome = await submitDraft(door, handedIn(draftTo('5550101')), 'preview-1', now);
    expect(outcome.kind).toBe('queued');
    expect(asked('submit')).toMatchObject([{ key: 'send-00000001' }]);
  });

  test('does not send while it cannot ask', async () => {
    const { door, asked } = rig();
    door.fail(new FaxError('SERVER_UNREACHABLE'));
    expect(await submitDraft(door, handedIn(draftTo('5550101')), 'preview-1', now)).toMatchObject({
      kind: 'unanswered',
    });
    expect(asked('submit')).toEqual([]);
  });
});

test('chosen files come as paths', async () => {
  expect(await chooseFiles(rig().door)).toEqual({ ok: true, value: ['/home/office/sample.pdf'] });
});
