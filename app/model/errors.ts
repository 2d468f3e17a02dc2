/**
 * How an error ends a command: `usage` is bad input (exit 2), `failed` a fax or call that failed (exit 1),
 * `unreachable` a server or line that could not be reached (exit 3).
 */
export type FaxErrorKind = 'usage' | 'failed' | 'unreachable';

interface CatalogueEntry {
  readonly kind: FaxErrorKind;
  /** The Windows fax service's name for the same error, or null where it has none (object model 1.0). */
  readonly modelName: string | null;
  /** One sentence for office staff. */
  readonly message: string;
  /** What to do next, one sentence. */
  readonly next: string;
}

const entry = (kind: FaxErrorKind, modelName: string | null, message: string, next: string): CatalogueEntry => ({
  kind,
  modelName,
  message,
  next,
});

const INVALID = 'ERROR_INVALID_PARAMETER';

/** Every error the product can show. Codes are stable: scripts rely on them; add, never rename. */
export const faxErrorCatalogue = {
  ARGUMENT_INVALID: entry(
    'usage',
    INVALID,
    'Something in the request is not right.',
    'Check the values and try again.',
  ),
  NUMBER_INVALID: entry(
    'usage',
    INVALID,
    'This is not a fax number.',
    'Use digits, spaces, and + ( ) - . only, with at most 20 digits.',
  ),
  NUMBER_NOT_PRACTICE: entry(
    'usage',
    INVALID,
    'Only practice lines exist here, and this number is not on them.',
    'Send to 5550101, or add a line that reaches the telephone network.',
  ),
  FILE_NOT_FOUND: entry('usage', 'ERROR_FILE_NOT_FOUND', 'The file is not there.', 'Check its name and folder.'),
  FILE_NOT_READABLE: entry(
    'usage',
    'FAX_E_FILE_ACCESS_DENIED',
    'The file cannot be opened.',
    'Check that you may read it and that it is a file, not a folder.',
  ),
  FILE_EMPTY: entry(
    'usage',
    'ERROR_INVALID_DATA',
    'The file is empty (0 bytes).',
    'Choose a file with something in it.',
  ),
  FILE_TYPE_UNKNOWN: entry(
    'usage',
    INVALID,
    'This kind of file cannot be faxed.',
    'Save it as PDF and send that, or use PNG, JPEG, WebP, TIFF, text or an office document.',
  ),
  FILE_DAMAGED: entry(
    'usage',
    INVALID,
    'The file is damaged or cut short.',
    'Open it in the program that made it and save it again.',
  ),
  FILE_TOO_LARGE: entry(
    'usage',
    INVALID,
    'The file is too large to fax.',
    'Split it, or save it at a lower resolution.',
  ),
  PDF_ENCRYPTED: entry(
    'usage',
    INVALID,
    'The PDF is protected with a password.',
    'Save a copy without the password and send that.',
  ),
  IMAGE_TOO_LARGE: entry(
    'usage',
    INVALID,
    'The picture has too many pixels.',
    'Reduce it to at most 20,000 pixels on a side and 200 megapixels in all.',
  ),
  TOO_MANY_PAGES: entry('usage', INVALID, 'The document has too many pages for one fax.', 'Split it into parts.'),
  NO_PAGES: entry('usage', 'ERROR_INVALID_DATA', 'There is no page to send.', 'Add a file.'),
  TEXT_NOT_SETTABLE: entry(
    'usage',
    INVALID,
    'The text is written in a script that plain text cannot be set in here.',
    'Open it in a word processor, save it as PDF and send that.',
  ),
  CONVERTER_MISSING: entry(
    'usage',
    INVALID,
    'This kind of file needs LibreOffice, which is not installed.',
    'Install LibreOffice, or save the document as PDF and send that.',
  ),
  CONVERTER_FAILED: entry(
    'usage',
    INVALID,
    'LibreOffice could not open this document.',
    'Open it yourself, save it as PDF and send that.',
  ),
  WRITE_FAILED: entry(
    'failed',
    'ERROR_REGISTRY_CORRUPT',
    'The file could not be written.',
    'Check the folder and its rights.',
  ),
  DISK_FULL: entry('failed', 'ERROR_REGISTRY_CORRUPT', 'The disk is full.', 'Free some space and try again.'),
  JOB_NOT_FOUND: entry('usage', INVALID, 'There is no fax with this number in the list.', 'Look at the list of faxes.'),
  MESSAGE_NOT_FOUND: entry(
    'usage',
    'FAX_E_MESSAGE_NOT_FOUND',
    'There is no received or stored fax with this id.',
    'Look at the list of received faxes.',
  ),
  PAGE_NOT_FOUND: entry('usage', INVALID, 'The fax has no such page.', 'Choose a page that it has.'),
  PREVIEW_NOT_FOUND: entry('usage', INVALID, 'This preview is gone.', 'Choose the files again.'),
  PORT_NOT_FOUND: entry('usage', 'ERROR_BAD_UNIT', 'There is no port of this name.', 'Look at the list of ports.'),
  PORT_NAME_TAKEN: entry('usage', 'ERROR_DUP_NAME', 'A port of this name exists.', 'Choose another name.'),
  PORT_BUSY: entry('failed', 'ERROR_INVALID_OPERATION', 'The port is on a call.', 'Wait until the call has ended.'),
  PORT_VALUE_INVALID: entry(
    'usage',
    INVALID,
    'This value is not allowed for the port.',
    'See the range beside the field.',
  ),
  LINE_ADDRESS_INVALID: entry(
    'usage',
    INVALID,
    'This is not a line address.',
    'Use loopback:NUMBER, modem:DEVICE or t38:HOST:PORT.',
  ),
  LINE_NOT_SUPPORTED: entry(
    'usage',
    'ERROR_NOT_SUPPORTED',
    'This kind of line is not built in yet.',
    'Use a practice line: loopback:NUMBER.',
  ),
  PORT_LOCKED: entry(
    'unreachable',
    'ERROR_BAD_UNIT',
    'Another program is using this serial port.',
    'End that program, or choose another port.',
  ),
  MODEM_NOT_ANSWERING: entry(
    'unreachable',
    'ERROR_BAD_UNIT',
    'The modem does not answer.',
    'Switch it off and on again, and check its cable.',
  ),
  MODEM_GONE: entry(
    'unreachable',
    'ERROR_BAD_UNIT',
    'The modem is not connected any more.',
    'Plug it in again; it is used as soon as it is there.',
  ),
  MODEM_NOT_FAX: entry(
    'unreachable',
    'ERROR_NOT_SUPPORTED',
    'This modem cannot send or receive faxes.',
    'Use a modem with fax Class 1, 2, 2.0 or 2.1.',
  ),
  LINE_UNAVAILABLE: entry('unreachable', 'ERROR_BAD_UNIT', 'The line cannot be opened.', 'Check that it is connected.'),
  OPERATION_NOT_ALLOWED: entry(
    'failed',
    'ERROR_INVALID_OPERATION',
    'This cannot be done to the fax in its present state.',
    'Look at what it is doing now and choose one of the commands offered.',
  ),
  SETTING_UNKNOWN: entry('usage', INVALID, 'There is no setting of this name.', 'Look at the list of settings.'),
  SETTING_INVALID: entry(
    'usage',
    INVALID,
    'This value is outside the setting’s range.',
    'See the range in the list of settings.',
  ),
  SETTING_TOO_LONG: entry(
    'usage',
    'ERROR_BUFFER_OVERFLOW',
    'This value is too long for the setting.',
    'Use a shorter one.',
  ),
  ARCHIVE_FOLDER_MISSING: entry(
    'usage',
    INVALID,
    'The archive is on, but it has no folder.',
    'Choose a folder for it, or switch the archive off.',
  ),
  ARCHIVE_FOLDER_IN_USE: entry(
    'usage',
    'FAX_E_DIRECTORY_IN_USE',
    'This folder is used for the queue, the inbox or the other archive.',
    'Choose another folder.',
  ),
  ARCHIVE_FOLDER_UNUSABLE: entry(
    'usage',
    'FAX_E_FILE_ACCESS_DENIED',
    'The archive folder cannot be written.',
    'Check that it exists and that you may write to it.',
  ),
  LIST_INVALID: entry('usage', INVALID, 'Something in the list is not right.', 'Check its values and try again.'),
  LIST_CHANGED: entry(
    'failed',
    'ERROR_INVALID_HANDLE',
    'Somebody else has changed this list meanwhile.',
    'Look at it again, then repeat your change.',
  ),
  GROUP_EXISTS: entry('usage', 'ERROR_DUP_NAME', 'A group of this name exists.', 'Choose another name.'),
  GROUP_NOT_FOUND: entry(
    'usage',
    'FAX_E_GROUP_NOT_FOUND',
    'There is no group of this name.',
    'Look at the list of groups.',
  ),
  GROUP_IN_USE: entry('usage', 'FAX_E_GROUP_IN_USE', 'A rule uses this group.', 'Change the rule first.'),
  NUMBER_BLOCKED: entry(
    'usage',
    'ERROR_ACCESS_DENIED',
    'This number may not be dialled.',
    'Check the number, or ask who looks after the fax server.',
  ),
  QUEUE_BLOCKED: entry(
    'failed',
    'ERROR_WRITE_PROTECT',
    'New faxes are not accepted now.',
    'Ask who looks after the fax server, and try again later.',
  ),
  RECIPIENTS_LIMIT: entry(
    'usage',
    'FAX_E_RECIPIENTS_LIMIT',
    'One fax may not have so many recipients.',
    'Send to fewer at a time.',
  ),
  RECEIPT_NOT_ALLOWED: entry(
    'usage',
    'ERROR_UNSUPPORTED_TYPE',
    'The server sends no receipts by e-mail.',
    'Send without a receipt.',
  ),
  COVER_NOT_ALLOWED: entry(
    'usage',
    'ERROR_ACCESS_DENIED',
    'Only the server’s own cover pages may be used.',
    'Choose one of them.',
  ),
  COVER_INVALID: entry(
    'usage',
    INVALID,
    'This file is not a cover page.',
    'Choose a cover page made with Fax Console.',
  ),
  MAIL_SERVER_MISSING: entry(
    'usage',
    INVALID,
    'No mail server is set up.',
    'Give the mail server and the sender’s address in the settings.',
  ),
  MAIL_FAILED: entry(
    'failed',
    null,
    'The mail server did not take the mail.',
    'It is tried again; check the mail server’s settings.',
  ),
  PRINT_FAILED: entry('failed', null, 'The fax could not be printed.', 'Check the printer.'),
  PRINTER_NOT_FOUND: entry('usage', INVALID, 'There is no printer of this name.', 'Choose one of the printers.'),
  PROGRAM_FAILED: entry('failed', null, 'The program ended with an error.', 'Look at what it says.'),
  WEB_CALL_FAILED: entry('failed', null, 'The web address did not take the fax.', 'Check the address.'),
  CALLER_BLOCKED: entry('failed', null, 'Calls of this caller are not taken.', 'Change the list of blocked callers.'),
  DISK_LOW: entry(
    'failed',
    'ERROR_REGISTRY_CORRUPT',
    'There is too little room on the disk.',
    'Free some space and try again.',
  ),
  NOT_FINAL: entry(
    'failed',
    'ERROR_INVALID_OPERATION',
    'The fax is still being worked on.',
    'Wait until it has ended, or cancel it first.',
  ),
  BACKUP_INVALID: entry('usage', INVALID, 'This file is not a whole backup of Fax Console.', 'Choose another backup.'),
  FOLDER_NOT_EMPTY: entry(
    'usage',
    'ERROR_ALREADY_EXISTS',
    'The data folder already holds faxes.',
    'Choose an empty folder with --data, or move the old one away.',
  ),
  SECRET_LOCKED: entry(
    'failed',
    'ERROR_ACCESS_DENIED',
    'A stored password cannot be read here.',
    'Give the password again.',
  ),
  NOT_CONNECTED: entry(
    'unreachable',
    'RPC_S_SERVER_UNAVAILABLE',
    'There is no connection to a fax server.',
    'Connect first.',
  ),
  ALREADY_CONNECTED: entry('failed', 'ERROR_INVALID_OPERATION', 'There is a connection already.', 'Disconnect first.'),
  INDEX_INVALID: entry(
    'usage',
    INVALID,
    'There is no item with this index.',
    'Use an index from 1 to the number of items.',
  ),
  COVER_NOT_FOUND: entry(
    'usage',
    'ERROR_FILE_NOT_FOUND',
    'There is no cover page of this name.',
    'Send without a cover page.',
  ),
  NOT_SUPPORTED: entry('usage', 'ERROR_NOT_SUPPORTED', 'This server cannot do that.', 'Choose another way.'),
  SERVER_UNREACHABLE: entry(
    'unreachable',
    'RPC_S_SERVER_UNAVAILABLE',
    'The fax server does not answer.',
    'Start Fax Console or its server, and try again.',
  ),
  SERVER_STOPPED: entry(
    'unreachable',
    'RPC_S_SERVER_UNAVAILABLE',
    'The fax server stopped while this was waiting.',
    'Start Fax Console or its server; the queue goes on where it was.',
  ),
  ALREADY_RUNNING: entry(
    'failed',
    null,
    'A fax server for this data folder is running already.',
    'Use that one, or choose another data folder.',
  ),
  PROTOCOL_ERROR: entry(
    'unreachable',
    null,
    'The fax server sent something that could not be understood.',
    'Check that both are of the same version.',
  ),
  DATA_FOLDER_UNUSABLE: entry(
    'unreachable',
    'FAX_E_FILE_ACCESS_DENIED',
    'The data folder cannot be used.',
    'Check that it exists, that you may write to it, and that its disk is not full.',
  ),
  STORE_DAMAGED: entry(
    'unreachable',
    'ERROR_REGISTRY_CORRUPT',
    'The fax database is damaged.',
    'Restore the data folder from a backup; the damaged file was left as it is.',
  ),
  STORE_TOO_NEW: entry(
    'unreachable',
    'FAX_E_VERSION_MISMATCH',
    'The fax database was written by a newer version.',
    'Install the newer version of Fax Console.',
  ),
  CANCELLED: entry('failed', null, 'It was cancelled.', 'Start again when you wish.'),
  TIMED_OUT: entry('unreachable', null, 'It took too long and was stopped.', 'Try again.'),
  NODE_TOO_OLD: entry('unreachable', null, 'This Node.js is too old.', 'Install Node.js 24.'),
  PROGRAM_MISSING: entry(
    'unreachable',
    null,
    'A program that this needs is not installed.',
    'Install it and try again.',
  ),
  INTERNAL: entry(
    'failed',
    null,
    'Something went wrong inside Fax Console.',
    'Try again; the details tell support what happened.',
  ),
} as const satisfies Record<string, CatalogueEntry>;

/** The stable code of a {@link FaxError}. */
export type FaxErrorCode = keyof typeof faxErrorCatalogue;

/** What a {@link FaxError} may say in place of its catalogue entry. */
export interface FaxErrorOptions {
  /** A sentence for office staff in place of the catalogue's. */
  readonly message?: string;
  /** The next step in place of the catalogue's. */
  readonly next?: string;
  /** What caused it, for the log and "Copy details". */
  readonly cause?: unknown;
}

/** A {@link FaxError} as it crosses a process boundary, and as the command prints it. */
export interface FaxErrorData {
  readonly code: FaxErrorCode;
  readonly modelName: string | null;
  readonly message: string;
  readonly next: string;
}

/**
 * The one family of expected errors: a stable code, a sentence for office staff, a next step, and the cause.
 * Anything else that is thrown is a defect and becomes `INTERNAL` at the edge by {@link toFaxError}.
 */
export class FaxError extends Error {
  override readonly name = 'FaxError';
  readonly code: FaxErrorCode;
  readonly next: string;

  constructor(code: FaxErrorCode, options: FaxErrorOptions = {}) {
    const known = faxErrorCatalogue[code];
    super(options.message ?? known.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.next = options.next ?? known.next;
  }

  get kind(): FaxErrorKind {
    return faxErrorCatalogue[this.code].kind;
  }

  get modelName(): string | null {
    return faxErrorCatalogue[this.code].modelName;
  }

  /** The error as plain data; the cause stays behind. */
  toData(): FaxErrorData {
    return { code: this.code, modelName: this.modelName, message: this.message, next: this.next };
  }

  /** The error again on the other side of a boundary. */
  static fromData(data: FaxErrorData): FaxError {
    return new FaxError(data.code, { message: data.message, next: data.next });
  }
}

/**
 * Any thrown value as a {@link FaxError}: one that crossed a boundary as plain data becomes one again; what never was
 * one becomes `INTERNAL` with the value as its cause.
 */
export function toFaxError(thrown: unknown): FaxError {
  if (thrown instanceof FaxError) return thrown;
  return isFaxErrorData(thrown) ? FaxError.fromData(thrown) : new FaxError('INTERNAL', { cause: thrown });
}

function isFaxErrorData(value: unknown): value is FaxErrorData {
  if (typeof value !== 'object' || value === null) return false;
  const { code, message, next } = value as Partial<Record<keyof FaxErrorData, unknown>>;
  return (
    typeof code === 'string' &&
    Object.hasOwn(faxErrorCatalogue, code) &&
    typeof message === 'string' &&
    typeof next === 'string'
  );
}
