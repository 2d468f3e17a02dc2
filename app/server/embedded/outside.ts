import type { FaxError } from '../../model/errors.ts';

/**
 * Why something outside failed, as the cause of its `FaxError`: `away`: nobody answered; `later`: refused for now;
 * `refused`: refused for good, and no repetition mends it.
 */
export class OutsideFailure extends Error {
  override readonly name = 'OutsideFailure';
  readonly kind: 'away' | 'later' | 'refused';

  constructor(kind: OutsideFailure['kind'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

/** What a failure outside says about trying again. One that says nothing is tried again. */
export const failureKind = ({ cause }: FaxError): OutsideFailure['kind'] =>
  cause instanceof OutsideFailure ? cause.kind : 'later';

/** What the server does outside of the house: mail, printers, programs, web addresses, the disk's free room. */
export interface Outside {
  /** Hands a mail to a mail server. Throws `MAIL_FAILED` with what the server said, also for one that does not answer. */
  sendMail(server: MailServer, mail: Mail, signal: AbortSignal): Promise<void>;
  /** Printers that the system knows, the default one first. */
  printers(): Promise<readonly string[]>;
  /** Hands a PDF to the system's print queue; empty `printer`: the default one. Throws `PRINTER_NOT_FOUND`, `PRINT_FAILED`. */
  print(file: string, title: string, printer: string, signal: AbortSignal): Promise<void>;
  /** Runs a program to its end. Throws `PROGRAM_FAILED` with the end of what it said. */
  run(
    program: string,
    given: readonly string[],
    environment: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<void>;
  /** POSTs fields and one file as multipart/form-data. Throws `WEB_CALL_FAILED` with the status or the reason. */
  post(
    url: string,
    fields: Readonly<Record<string, string>>,
    file: { readonly path: string; readonly name: string; readonly type: string },
    signal: AbortSignal,
  ): Promise<void>;
  /** Octets free for us on the disk of a folder; null where the system does not tell. */
  freeBytes(folder: string): Promise<number | null>;
}

export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly security: 'when-offered' | 'starttls' | 'tls' | 'none';
  /** null: the server asks for none. */
  readonly login: { readonly user: string; readonly password: string } | null;
}

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** The same for a mail that is sent again: what receives it can tell. */
  readonly messageId: string;
  readonly attachments: readonly { readonly name: string; readonly path: string; readonly type: string }[];
}
