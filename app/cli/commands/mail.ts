import { z } from 'zod';
import { FaxError } from '../../model/errors.ts';
import { type CommandSpec, readArguments, usageError } from '../arguments.ts';
import { printJson, tell } from '../console.ts';
import { withOffice } from '../office-commands.ts';
import type { Command } from '../run.ts';

const spec = {
  usage: ['fax mail ADDRESS'],
  summary: 'Sends a mail that shows that the mail server’s settings work.',
  options: {},
} as const satisfies CommandSpec;

/** `fax mail ADDRESS`. */
export const mail: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    const [to, ...more] = positionals;
    if (to === undefined || more.length > 0) throw usageError(spec, 'fax mail takes one address.');
    if (!z.email().max(254).safeParse(to).success)
      throw new FaxError('ARGUMENT_INVALID', {
        message: `“${to.slice(0, 60)}” is not an e-mail address.`,
        next: 'Write it as name@example.org.',
      });
    await withOffice(console, values, {}, (office) => office.request('mail.test', { to }));
    if (values.json) await printJson(console, { to });
    else tell(console, 'fax: The mail server has taken the mail.');
    return 0;
  },
};
