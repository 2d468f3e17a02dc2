import type { Door } from '../../../app/contract/door.ts';
import type { PageFacts, RenderOptions } from '../../../app/contract/requests.ts';
import type { FaxErrorCode, FaxErrorData } from '../../../app/model/errors.ts';
import type { Resolution } from '../../../app/model/page-format.ts';
import { type Outcome, outcomeOf } from '../../actions/outcome.ts';
import { type DraftFile, fileName } from './draft.ts';

/** One file of a finished preview: where its pages stand in the fax. */
export interface PreviewedFile {
  readonly id: string;
  readonly pages: number;
  /** `A4, turned upright`, or null. */
  readonly note: string | null;
  /** 1-based. */
  readonly firstPage: number;
}

/** Pages as they will be sent. */
export interface PreviewPages {
  readonly previewId: string;
  readonly pages: readonly PageFacts[];
  readonly files: readonly PreviewedFile[];
  readonly resolution: Resolution;
}

/** How far the pages of a draft are. */
export interface PreviewState {
  readonly status: 'empty' | 'making' | 'ready' | 'failed';
  /** What can be looked at: the present pages when `ready`, else those of the draft before its last change, or null. */
  readonly shown: PreviewPages | null;
  /** While `making`: pages done and, once known, in all, and the file at work. */
  readonly progress: { readonly done: number; readonly total: number | null; readonly file: string | null };
  /** What is wrong with single files, by their id in the draft. The other files are shown without them. */
  readonly problems: ReadonlyMap<string, FaxErrorData>;
  /** What is wrong with the files together, or with the server. */
  readonly error: FaxErrorData | null;
}

export const noPreview: PreviewState = {
  status: 'empty',
  shown: null,
  progress: { done: 0, total: null, file: null },
  problems: new Map(),
  error: null,
};

/** What a preview is made of. */
export interface PreviewWanted {
  readonly files: readonly DraftFile[];
  readonly resolution: Resolution;
}

/** Keeps one preview in step with a draft: cancels and replaces it on each change, and finds the file at fault. */
export interface PreviewKeeper {
  /** The draft is like this now. The same again does nothing. */
  want(wanted: PreviewWanted): void;
  /** Makes the pages again, faulty files too. */
  retry(): void;
  /** Lets the server's pages go. */
  stop(): void;
}

/** Codes that blame what is in a file; every other code is about the server or the request. */
const fileCodes: ReadonlySet<FaxErrorCode> = new Set<FaxErrorCode>([
  'FILE_NOT_FOUND',
  'FILE_NOT_READABLE',
  'FILE_EMPTY',
  'FILE_TYPE_UNKNOWN',
  'FILE_DAMAGED',
  'FILE_TOO_LARGE',
  'PDF_ENCRYPTED',
  'IMAGE_TOO_LARGE',
  'TOO_MANY_PAGES',
  'NO_PAGES',
  'CONVERTER_MISSING',
  'CONVERTER_FAILED',
]);

/** Whether an error is about a file rather than about the server. */
const isFileError = (error: FaxErrorData): boolean => fileCodes.has(error.code);

/** Whether a code blames what is in a file. */
export const isFileCode = (code: FaxErrorCode): boolean => fileCodes.has(code);

/**
 * Makes a keeper. Each rendering has an id of its own, so that a picture of an earlier one can never stand for a later;
 * the earlier stays on the server until the later is there, so that the screen has something to show.
 */
export function keepPreview(
  door: Door,
  newId: () => string,
  onState: (change: (before: PreviewState) => PreviewState) => void,
): PreviewKeeper {
  let wanted: PreviewWanted | null = null;
  let turn = 0;
  let working: string | null = null;
  let shownId: string | null = null;
  let problems: ReadonlyMap<string, FaxErrorData> = new Map();

  const set = (change: Partial<PreviewState>) => onState((before) => ({ ...before, ...change }));
  const close = (id: string | null) => {
    if (id === null) return;
    // Closing is a courtesy: the server lets old previews go by itself, and there is nobody to tell.
    door.request('preview.close', { previewId: id }).catch(() => undefined);
  };
  const unsubscribe = door.subscribe((event) => {
    if (event.type !== 'preview' || event.previewId !== working) return;
    set({ progress: { done: event.pagesDone, total: event.pages, file: event.file } });
  });

  async function open(files: readonly DraftFile[], resolution: Resolution): Promise<Outcome<PreviewPages>> {
    const previewId = newId();
    working = previewId;
    const options: RenderOptions = { resolution, width: null, dither: 'content' };
    const outcome = await outcomeOf(async () => {
      const answer = await door.request('preview.open', { previewId, files: files.map((each) => each.path), options });
      return { previewId, pages: answer.pages, files: placeFiles(files, answer.files), resolution };
    });
    if (working === previewId) working = null;
    return outcome;
  }

  /** Opens each file alone and returns those that fail: only needed when the error names none. */
  async function findFaulty(files: readonly DraftFile[], resolution: Resolution, mine: number) {
    const faulty = new Map<string, FaxErrorData>();
    for (const file of files) {
      if (mine !== turn) return faulty;
      const made = await open([file], resolution);
      if (made.ok) close(made.value.previewId);
      else if (isFileError(made.error)) faulty.set(file.id, made.error);
    }
    return faulty;
  }

  async function make({ files, resolution }: PreviewWanted, mine: number): Promise<void> {
    const sound = files.filter((file) => !problems.has(file.id));
    if (sound.length === 0) {
      close(shownId);
      shownId = null;
      set({ status: files.length === 0 ? 'empty' : 'failed', shown: null, problems, error: null });
      return;
    }
    set({ status: 'making', progress: noPreview.progress, problems, error: null });
    const made = await open(sound, resolution);
    if (mine !== turn) {
      if (made.ok) close(made.value.previewId);
      return;
    }
    if (made.ok) {
      close(shownId);
      shownId = made.value.previewId;
      set({ status: 'ready', shown: made.value, problems });
      return;
    }
    const faulty = isFileError(made.error)
      ? await blame(sound, made.error, resolution, mine)
      : new Map<string, FaxErrorData>();
    if (mine !== turn) return;
    if (faulty.size === 0) {
      set({ status: 'failed', error: made.error });
      return;
    }
    problems = new Map([...problems, ...faulty]);
    await make({ files, resolution }, mine);
  }

  async function blame(files: readonly DraftFile[], error: FaxErrorData, resolution: Resolution, mine: number) {
    const named = files.filter((file) => error.message.includes(fileName(file.path)));
    const only = files.length === 1 ? files : named.length === 1 ? named : [];
    if (only[0]) return new Map([[only[0].id, error]]);
    return await findFaulty(files, resolution, mine);
  }

  function begin(next: PreviewWanted): void {
    turn += 1;
    wanted = next;
    close(working);
    working = null;
    void make(next, turn);
  }

  return {
    want(next) {
      if (wanted && sameWanted(wanted, next)) return;
      const ids = new Set(next.files.map((file) => file.id));
      // Another resolution may make a file fit that did not.
      const keep = wanted?.resolution === next.resolution;
      problems = new Map([...problems].filter(([id]) => keep && ids.has(id)));
      begin(next);
    },
    retry() {
      if (!wanted) return;
      problems = new Map();
      begin(wanted);
    },
    stop() {
      turn += 1;
      unsubscribe();
      close(working);
      close(shownId);
      working = shownId = wanted = null;
    },
  };
}

/** Whether what is shown is made of just these files: those at fault left out, the others in this order. */
export function isPreviewOf({ shown, problems }: PreviewState, { files, resolution }: PreviewWanted): boolean {
  const sound = files.filter((file) => !problems.has(file.id));
  return (
    shown !== null &&
    shown.resolution === resolution &&
    shown.files.length === sound.length &&
    shown.files.every((file, index) => file.id === sound[index]?.id)
  );
}

function placeFiles(
  files: readonly DraftFile[],
  answered: readonly { readonly pages: number; readonly note: string | null }[],
): readonly PreviewedFile[] {
  let firstPage = 1;
  return files.map((file, i) => {
    const { pages = 0, note = null } = answered[i] ?? {};
    const placed = { id: file.id, pages, note, firstPage };
    firstPage += pages;
    return placed;
  });
}

function sameWanted(one: PreviewWanted, other: PreviewWanted): boolean {
  return (
    one.resolution === other.resolution &&
    one.files.length === other.files.length &&
    one.files.every((file, i) => file.id === other.files[i]?.id && file.path === other.files[i]?.path)
  );
}
