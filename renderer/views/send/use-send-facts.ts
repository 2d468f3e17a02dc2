import { useMemo } from 'react';
import type { DiscountWindow } from '../../../app/model/discount-window.ts';
import type { Port } from '../../../app/model/port.ts';
import type { Setting } from '../../../app/model/settings.ts';
import { useFacts } from '../../console.tsx';
import { isLive } from '../../stores/server-facts.ts';
import { type Draft, type DraftWhen, fileName } from './draft.ts';
import { isPreviewOf, type PreviewState } from './preview-keeper.ts';
import { receiptProblem } from './receipt-field.tsx';
import { type SendFacts, type SendHindrance, sendHindrance } from './send-words.ts';
import { useNow } from './use-now.ts';
import { discountWindowOf, type ReadWhen, readWhen, startWords, type TimeContext } from './when.ts';

/** What the sheet knows of draft, pages and server together. */
export interface SheetFacts {
  readonly facts: SendFacts;
  readonly hindrance: SendHindrance | null;
  readonly when: ReadWhen;
  readonly window: DiscountWindow | null;
  readonly time: TimeContext;
  readonly ports: readonly Port[];
  /** The numbers of the practice lines where nothing else exists, else null. */
  readonly practice: readonly string[] | null;
  readonly discount: boolean;
  /** Sending is paused for the whole office. */
  readonly paused: boolean;
  /** The server sends receipts by mail. */
  readonly receipts: boolean;
  /** A line is added above each page as it is sent. */
  readonly banner: boolean;
}

const noPorts: readonly Port[] = [];

/** The numbers of practice lines that answer. */
const practiceNumbers = (ports: readonly Port[]): readonly string[] =>
  ports.filter((port) => port.kind === 'loopback' && port.receive !== 'none').map((port) => port.number);

/** A kept draft may ask for what this server does not have. */
const noDiscount = (choice: DraftWhen, discount: boolean): string | null =>
  choice.kind === 'discount' && !discount ? 'This server knows no discount rate. Choose when to send.' : null;

/** Receipts need a mail server, an address they come from, and leave to send them. */
function sendsReceipts(settings: readonly Setting[]): boolean {
  const valueNamed = (name: string): Setting['value'] | undefined => settings.find((each) => each.name === name)?.value;
  return valueNamed('smtpServer') !== '' && valueNamed('smtpSender') !== '' && valueNamed('allowedReceipts') !== 'none';
}

const closedWords = (live: boolean, blocked: boolean): string | null => {
  if (!live) return 'The server is not reachable. The draft is kept; send it when it is back.';
  return blocked ? 'New faxes are refused at present. The draft is kept.' : null;
};

/** Puts draft, pages and server together: what would happen now, and what hinders it. */
export function useSendFacts(draft: Draft, preview: PreviewState, busy: boolean): SheetFacts {
  const server = useFacts((facts) => facts.snapshot?.server);
  const settings = useFacts((facts) => facts.snapshot?.settings);
  const ports = useFacts((facts) => facts.snapshot?.ports) ?? noPorts;
  const live = useFacts(isLive);
  const now = useNow();
  const screenZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const time = { now, screenZone, officeZone: server?.zone ?? screenZone };
  const window = useMemo(() => discountWindowOf(settings ?? []), [settings]);
  const when = readWhen(draft.when, window, time);
  const isOn = (name: string): boolean => settings?.find((each) => each.name === name)?.value === true;
  const receipts = sendsReceipts(settings ?? []);
  const discount = server?.capabilities.discount ?? false;
  const practiceOnly = server?.capabilities.practiceOnly ?? false;
  const practice = useMemo(() => (practiceOnly ? practiceNumbers(ports) : null), [practiceOnly, ports]);
  // Pages of the draft before its last change must not go out, however quick the hand is.
  const ready = preview.status === 'ready' && isPreviewOf(preview, draft);
  const facts: SendFacts = {
    files: draft.files.length,
    faultyFiles: preview.problems.size,
    faultyName: faultyName(draft, preview),
    cover: draft.cover !== null,
    pages: ready ? (preview.shown?.pages.length ?? null) : null,
    making: preview.status === 'making' || (preview.status === 'ready' && !ready),
    previewError: preview.error?.message ?? null,
    recipients: draft.recipients.filter((each) => each.number !== null).length,
    faultyRecipients: draft.recipients.filter((each) => each.number === null).length,
    typing: draft.typing.trim() !== '',
    start: when.ok ? startWords(when.startsAt, now, screenZone) : 'at a time',
    whenProblem: when.ok ? noDiscount(draft.when, discount) : when.problem,
    receiptProblem: receiptProblem(draft.receipt.address, receipts),
    closed: closedWords(live, isOn('outgoingQueueBlocked')),
    sending: busy,
  };
  return {
    ...{ facts, hindrance: sendHindrance(facts), when, window, time, ports, practice, discount },
    receipts,
    paused: isOn('pauseServerQueue'),
    banner: isOn('branding'),
  };
}

/** The first file of the draft that cannot be faxed. */
function faultyName({ files }: Draft, { problems }: PreviewState): string | null {
  const faulty = files.find((file) => problems.has(file.id));
  return faulty === undefined ? null : fileName(faulty.path);
}
