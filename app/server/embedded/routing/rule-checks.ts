import { isAbsolute } from 'node:path';
import { FaxError } from '../../../model/errors.ts';
import type { RoutingRule } from '../../../model/routing.ts';
import { fileNameFields, unknownFields } from './file-name.ts';

/** What the schema of a rule cannot know. Throws `LIST_INVALID` with a sentence. */
export function assertRoutingRules(rules: readonly RoutingRule[]): void {
  if (new Set(rules.map(({ id }) => id)).size < rules.length) throw invalid('Two routing rules have the same id.');
  for (const rule of rules) assertTarget(rule);
}

function assertTarget({ target }: RoutingRule): void {
  switch (target.method) {
    case 'email':
    case 'print':
      return;
    case 'folder': {
      if (!isAbsolute(target.folder))
        throw invalid(`The folder “${target.folder.slice(0, 60)}” is not a full path.`, 'Give the whole path.');
      const [unknown] = unknownFields(target.name);
      if (unknown !== undefined)
        throw invalid(
          `There is no field {${unknown.slice(0, 40)}} for names of files.`,
          `Use: ${fileNameFields.map((name) => `{${name}}`).join(' ')}.`,
        );
      return;
    }
    case 'program':
      if (target.call.kind === 'web') assertWeb(target.call.url);
      else if (/[/\\]/.test(target.call.program) && !isAbsolute(target.call.program))
        throw invalid(`The program “${target.call.program.slice(-60)}” is not a full path.`, 'Give the whole path.');
  }
}

function assertWeb(text: string): void {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '')
    throw invalid(`“${text.slice(0, 60)}” is not a web address.`, 'It begins with https:// or http://.');
}

const invalid = (message: string, next?: string): FaxError =>
  new FaxError('LIST_INVALID', { message, ...(next === undefined ? {} : { next }) });
