import './send.css';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { type Console, useConsole, useView } from '../../console.tsx';
import { Button, ClockIcon, MoonIcon, SendIcon, Sheet, TrashIcon } from '../../kit/index.ts';
import { useDrafts } from '../../stores/drafts.ts';
import { openSend } from '../../stores/view.ts';
import { type Draft, isEmptyDraft } from './draft.ts';
import type { PreviewState } from './preview-keeper.ts';
import { PreviewPane } from './preview-pane.tsx';
import { readRecipients } from './recipients.ts';
import { SendFields } from './send-fields.tsx';
import { SendIntake } from './send-intake.tsx';
import { DraftWords, Foot, QueueNote, SheetNotes } from './send-notes.tsx';
import { type SendField, sendLabel } from './send-words.ts';
import { usePreview } from './use-preview.ts';
import { type Sending, useSend } from './use-send.ts';
import { useSendFacts } from './use-send-facts.ts';

/** The send sheet: what is in the draft, what it will look like, and what will happen. Drawn while it is open. */
export function SendSheet(): ReactNode {
  const console = useConsole();
  const { draft, broughtBack, kept, dispatch } = useDrafts((state) => state);
  const input = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState({ page: 1, seq: 0 });
  const [refused, setRefused] = useState<string | null>(null);
  const { preview, retry } = usePreview(draft);
  const sending = useSend();
  useHandedFiles();
  useNoToast(console);
  const closeSheet = (): void => {
    useDrafts.getState().putAway();
    console.view.setState({ overlay: null });
  };

  const known = useSendFacts(draft, preview, sending.busy);
  const { facts, hindrance, when, practice, banner } = known;
  const goes = documentOf(draft, preview);
  const showPage = useCallback((page: number) => setAsked(({ seq }) => ({ page, seq: seq + 1 })), []);
  const submit = (): void => {
    if (sending.busy) return;
    // A number still being typed is meant too; if it is none, the field says so and nothing goes.
    const typed = readRecipients(draft.typing);
    if (typed.length > 0) dispatch({ type: 'recipientsAdded', recipients: typed });
    dispatch({ type: 'typed', text: '' });
    if (hindrance) goToField(hindrance.field, input.current);
    else if (typed.some((each) => each.problem)) input.current?.focus();
    else if (when.ok && goes) void sending.send(goes.previewId, goes.pages, when.when);
  };
  useCtrlEnter(submit);
  useRemake(sending, retry);

  const refusalOf = (field: SendField) =>
    sending.outcome?.kind === 'refused' && sending.outcome.field === field ? sending.outcome.error : null;

  return (
    <Sheet
      open
      onClose={closeSheet}
      mayClose={() => !sending.busy}
      title="New fax"
      width={1096}
      height={716}
      bodyClass="send-body"
      headerExtra={<DraftWords broughtBack={broughtBack} kept={kept} />}
      footer={
        <>
          <Foot hindrance={hindrance?.words ?? null} facts={facts} practice={practice !== null} />
          {!isEmptyDraft(draft) && (
            <Button kind="quiet" icon={TrashIcon} onClick={() => discardDraft(console)}>
              <span className="wide-only">Discard</span>
            </Button>
          )}
          <Button size="large" keys="Escape" disabled={sending.busy} onClick={closeSheet}>
            Cancel
          </Button>
          <Button
            kind="primary"
            size="large"
            icon={draft.when.kind === 'discount' ? MoonIcon : draft.when.kind === 'time' ? ClockIcon : SendIcon}
            keys="Ctrl+Enter"
            aria-disabled={hindrance !== null || sending.busy}
            aria-describedby="send-foot"
            onClick={submit}
          >
            {sending.busy ? 'Handing it in' : sendLabel(facts)}
          </Button>
        </>
      }
    >
      <div className="send-form">
        <QueueNote />
        <SheetNotes
          sending={sending}
          onSendAsNew={() => {
            if (when.ok && goes) void sending.sendAsNew(goes.previewId, goes.pages, when.when);
          }}
        />
        <SendFields
          input={input}
          preview={preview}
          known={known}
          refusalOf={refusalOf}
          refused={refused}
          onRefuse={setRefused}
          onRetry={retry}
          onShowPage={showPage}
        />
      </div>
      <SendIntake onRefuse={setRefused} />
      <PreviewPane preview={preview} resolution={draft.resolution} asked={asked} banner={banner} cover={facts.cover} />
    </Sheet>
  );
}

/** The pages that go: those of the preview, or none where the cover page goes alone; null while there is nothing. */
function documentOf(
  { files, cover }: Draft,
  { shown }: PreviewState,
): { readonly previewId: string | null; readonly pages: number } | null {
  if (files.length === 0) return cover === null ? null : { previewId: null, pages: 0 };
  return shown && { previewId: shown.previewId, pages: shown.pages.length };
}

/** Ctrl Enter anywhere in the sheet is its primary button. */
function useCtrlEnter(submit: () => void): void {
  const latest = useRef(submit);
  latest.current = submit;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

/** When the server has let the pages go (it was started anew), they are made again at once. */
function useRemake(sending: Sending, retry: () => void): void {
  const gone = sending.outcome?.kind === 'refused' && sending.outcome.error.code === 'PREVIEW_NOT_FOUND';
  const latest = useRef(retry);
  latest.current = retry;
  useEffect(() => {
    if (gone) latest.current();
  }, [gone]);
}

function goToField(field: SendField, recipients: HTMLInputElement | null): void {
  if (field === 'recipients') recipients?.focus();
  else if (field === 'files') document.querySelector<HTMLElement>('.fl.bad .grip, #send-choose')?.focus();
  else if (field === 'when') document.getElementById('send-date')?.focus();
  else if (field === 'receipt')
    document.querySelector<HTMLElement>('#send-more [type=email], #send-more-button')?.focus();
}

/** Files that the sheet was opened with, or handed while it is open, join the draft: each handing once. */
function useHandedFiles(): void {
  const overlay = useView((view) => view.overlay);
  const taken = useRef<typeof overlay>(null);
  useEffect(() => {
    if (overlay?.kind !== 'send' || taken.current === overlay) return;
    taken.current = overlay;
    if (overlay.files.length > 0) useDrafts.getState().dispatch({ type: 'filesAdded', paths: overlay.files });
  }, [overlay]);
}

/** A toast from before would lie over the sheet's buttons; what it said stands on its row as well. */
function useNoToast({ toasts }: Console): void {
  useEffect(() => {
    const { toast } = toasts.store.getState();
    if (toast) toasts.dismiss(toast.id);
  }, [toasts]);
}

/** Throws the draft away, with a way back. */
function discardDraft(console: Console): void {
  const { discard, restore } = useDrafts.getState();
  const discarded = discard();
  console.view.setState({ overlay: null });
  console.toasts.show({
    title: 'Draft discarded',
    act: {
      label: 'Undo',
      run: () => {
        restore(discarded);
        openSend(console.view);
      },
    },
  });
}
