import { FaxError } from '../../../../model/errors.ts';
import type { Mail, Outside } from '../../outside.ts';

/** What the world outside has got from us. */
export interface Given {
  readonly mails: { readonly mail: Mail; readonly at: number }[];
  readonly printed: string[];
  readonly posted: string[];
  readonly ran: string[];
}

/**
 * The outside of one machine, from one start to the power's end: what was asked for behind that does not happen.
 *
 * @param troubles what fails now; `mail-lost`: the mail server takes the mail and its answer is lost
 */
export function dayOutside(given: Given, world: OutsideWorld): Outside {
  const { powered, now, troubles, free } = world;
  const never = new Promise<never>(() => undefined);
  const act = async (trouble: string, failure: () => FaxError, work: () => void): Promise<void> => {
    if (!powered()) return never;
    if (troubles.has(trouble)) throw failure();
    work();
    if (troubles.has(`${trouble}-answer`)) throw failure();
  };
  return {
    sendMail: (_server, mail) =>
      act(
        'mail',
        () => new FaxError('MAIL_FAILED'),
        () => given.mails.push({ mail, at: now() }),
      ),
    printers: async () => ['Front desk'],
    print: (file) =>
      act(
        'print',
        () => new FaxError('PRINT_FAILED'),
        () => given.printed.push(file),
      ),
    run: (program) =>
      act(
        'program',
        () => new FaxError('PROGRAM_FAILED'),
        () => given.ran.push(program),
      ),
    post: (url) =>
      act(
        'program',
        () => new FaxError('WEB_CALL_FAILED'),
        () => given.posted.push(url),
      ),
    freeBytes: async () => (powered() ? free() : never),
  };
}

export interface OutsideWorld {
  readonly powered: () => boolean;
  readonly now: () => number;
  readonly troubles: ReadonlySet<string>;
  readonly free: () => number;
}
