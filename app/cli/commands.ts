import { FaxError } from '../model/errors.ts';
import { didYouMean, nearest } from './nearest.ts';
import type { Command } from './run.ts';

/** A command as the overview lists it; its module is loaded when it is called, so that each starts fast. */
export interface CommandEntry {
  readonly words: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every command by its first word. */
export const commandTable: Readonly<Record<string, CommandEntry>> = {
  send: {
    words: 'send FILE… --to NUMBER[,NUMBER…] | --csv LIST',
    summary: 'send a fax',
    load: async () => (await import('./commands/send.ts')).send,
  },
  jobs: {
    words: 'jobs',
    summary: 'list the faxes',
    load: async () => (await import('./commands/jobs.ts')).jobs,
  },
  job: {
    words: 'job ID',
    summary: 'show a fax with its attempts',
    load: async () => (await import('./commands/jobs.ts')).job,
  },
  pause: {
    words: 'pause ID…',
    summary: 'hold faxes back',
    load: async () => (await import('./commands/job-commands.ts')).pause,
  },
  resume: {
    words: 'resume ID…',
    summary: 'let held faxes go on',
    load: async () => (await import('./commands/job-commands.ts')).resume,
  },
  restart: {
    words: 'restart ID…',
    summary: 'send failed faxes again',
    load: async () => (await import('./commands/job-commands.ts')).restart,
  },
  cancel: {
    words: 'cancel ID…',
    summary: 'cancel faxes',
    load: async () => (await import('./commands/job-commands.ts')).cancel,
  },
  alter: {
    words: 'alter ID [--to NUMBER] [--at TIME] [--priority P]',
    summary: 'change a waiting fax',
    load: async () => (await import('./commands/job-commands.ts')).alter,
  },
  ports: {
    words: 'ports',
    summary: 'list the lines',
    load: async () => (await import('./commands/ports.ts')).ports,
  },
  port: {
    words: 'port NAME [key=value…] | port add NAME ADDRESS | port remove NAME',
    summary: 'show, set, add or remove a line',
    load: async () => (await import('./commands/ports.ts')).port,
  },
  groups: {
    words: 'groups | groups set NAME PORT… | groups remove NAME',
    summary: 'groups of lines',
    load: async () => (await import('./commands/groups.ts')).groups,
  },
  destinations: {
    words: 'destinations | destinations block|set|remove PATTERN …',
    summary: 'rules for numbers: blocked, calls at a time, lines',
    load: async () => (await import('./commands/destinations.ts')).destinations,
  },
  settings: {
    words: 'settings [key=value…]',
    summary: 'show or change the server’s settings',
    load: async () => (await import('./commands/settings.ts')).settings,
  },
  inbox: {
    words: 'inbox',
    summary: 'list the received faxes',
    load: async () => (await import('./commands/inbox.ts')).inbox,
  },
  message: {
    words: 'message ID',
    summary: 'show a received fax',
    load: async () => (await import('./commands/inbox.ts')).message,
  },
  routing: {
    words: 'routing | routing add|remove|on|off|move|retry …',
    summary: 'rules by which received faxes are sent on',
    load: async () => (await import('./commands/routing.ts')).routing,
  },
  callers: {
    words: 'callers | callers block|allow …',
    summary: 'callers whose calls are not taken',
    load: async () => (await import('./commands/callers.ts')).callers,
  },
  printers: {
    words: 'printers',
    summary: 'list the printers',
    load: async () => (await import('./commands/printers.ts')).printers,
  },
  mail: {
    words: 'mail ADDRESS',
    summary: 'try the mail server out',
    load: async () => (await import('./commands/mail.ts')).mail,
  },
  save: {
    words: 'save ID FILE.pdf|.tif',
    summary: 'save the pages of a fax',
    load: async () => (await import('./commands/save.ts')).save,
  },
  proof: {
    words: 'proof ID FILE.pdf',
    summary: 'write the proof of a fax that has ended',
    load: async () => (await import('./commands/proof.ts')).proof,
  },
  covers: {
    words: 'covers',
    summary: 'list the cover pages',
    load: async () => (await import('./commands/covers.ts')).covers,
  },
  cover: {
    words: 'cover render NAME|FILE OUT.pdf|.tif [field=value…]',
    summary: 'draw a cover page',
    load: async () => (await import('./commands/covers.ts')).cover,
  },
  convert: {
    words: 'convert FILE… OUT.tif|.pdf|.pbm',
    summary: 'documents to fax pages and back',
    load: async () => (await import('./commands/convert.ts')).convert,
  },
  tiff: {
    words: 'tiff FILE',
    summary: 'show what a fax TIFF holds',
    load: async () => (await import('./commands/tiff.ts')).tiff,
  },
  call: {
    words: 'call LINE --to NUMBER --send FILE…',
    summary: 'try a line out: one call, no queue',
    load: async () => (await import('./commands/call.ts')).call,
  },
  answer: {
    words: 'answer LINE [--out FILE|FOLDER]',
    summary: 'try a line out: answer one call',
    load: async () => (await import('./commands/answer.ts')).answer,
  },
  modems: {
    words: 'modems [DEVICE…]',
    summary: 'list the serial ports and what answers on them',
    load: async () => (await import('./commands/modems.ts')).modems,
  },
  erase: {
    words: 'erase ID…',
    summary: 'erase faxes for good',
    load: async () => (await import('./commands/erase.ts')).erase,
  },
  backup: {
    words: 'backup FILE.tar.gz',
    summary: 'write everything into one file, while the server runs',
    load: async () => (await import('./commands/backup.ts')).backup,
  },
  restore: {
    words: 'restore FILE.tar.gz [--data DIR]',
    summary: 'put a backup into an empty data folder',
    load: async () => (await import('./commands/restore.ts')).restore,
  },
  audit: {
    words: 'audit',
    summary: 'list what was erased, backed up and repaired',
    load: async () => (await import('./commands/audit.ts')).audit,
  },
  found: {
    words: 'found [remove FILE…]',
    summary: 'documents on the disk that belong to no fax',
    load: async () => (await import('./commands/found.ts')).found,
  },
  serve: {
    words: 'serve',
    summary: 'run the fax server without a window',
    load: async () => (await import('./commands/serve.ts')).serve,
  },
  bench: {
    words: 'bench [NAME…]',
    summary: 'run the benchmarks',
    load: async () => (await import('./commands/bench.ts')).bench,
  },
};

/** A command by its name. Throws `ARGUMENT_INVALID` with the list of those that exist. */
export function findCommand(name: string): CommandEntry {
  const found = Object.hasOwn(commandTable, name) ? commandTable[name] : undefined;
  if (found) return found;
  const kind = name.startsWith('-') ? 'option' : 'command';
  throw noCommand(`There is no ${kind} “${name.slice(0, 40)}”.${didYouMean(nearest(name, Object.keys(commandTable)))}`);
}

/** Wrong use before a command is known, with the list of those that exist as the next step. */
export function noCommand(message: string): FaxError {
  return new FaxError('ARGUMENT_INVALID', { message, next: `Use one of: ${Object.keys(commandTable).join(', ')}.` });
}

/** What `fax --help` prints. */
export function overview(): string {
  const rows = Object.values(commandTable);
  const wide = Math.max(...rows.map(({ words }) => (words.length > 40 ? 0 : words.length)));
  const lines = rows.map(({ words, summary }) =>
    words.length > wide
      ? `  fax ${words}\n      ${' '.repeat(wide)}  ${summary}`
      : `  fax ${words.padEnd(wide)}  ${summary}`,
  );
  return [
    'Send, receive and look after faxes.',
    '',
    ...lines,
    '',
    'Every command takes --json, --data DIR, --server URL and --help, before its name or behind it.',
    'Exit codes: 0 done, 1 the fax or call failed, 2 wrong use or bad input, 3 server or line not reachable.',
    '',
  ].join('\n');
}
