import type { FaxError } from '../../../model/errors.ts';
import type { Mail, Outside } from '../outside.ts';

/** An outside that remembers what it was asked, and fails as it is told. */
export class FakeOutside implements Outside {
  readonly mails: Mail[] = [];
  readonly printed: { readonly file: string; readonly title: string; readonly printer: string }[] = [];
  readonly ran: { readonly program: string; readonly given: readonly string[] }[] = [];
  readonly posted: { readonly url: string; readonly fields: Readonly<Record<string, string>> }[] = [];
  /** Thrown by everything but `freeBytes` while it is set. */
  failing: FaxError | null = null;
  free: number | null = 100_000_000_000;

  #answer(): void {
    if (this.failing) throw this.failing;
  }

  sendMail: Outside['sendMail'] = async (_server, mail) => {
    this.#answer();
    this.mails.push(mail);
  };
  printers: Outside['printers'] = async () => ['Front desk'];
  print: Outside['print'] = async (file, title, printer) => {
    this.#answer();
    this.printed.push({ file, title, printer });
  };
  run: Outside['run'] = async (program, given) => {
    this.#answer();
    this.ran.push({ program, given });
  };
  post: Outside['post'] = async (url, fields) => {
    this.#answer();
    this.posted.push({ url, fields });
  };
  freeBytes: Outside['freeBytes'] = async () => this.free;
}
