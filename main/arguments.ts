import { isAbsolute, resolve } from 'node:path';
import { FaxError } from '../app/model/errors.ts';
import { parseFaxNumber } from '../app/model/fax-number.ts';

/** What a start of the console asks for. */
export interface StartArguments {
  /** The data folder as it was given, or null. */
  readonly data: string | null;
  /** Absolute paths; whether they exist is not known yet. */
  readonly files: readonly string[];
  /** The number of a `fax:` link, or null. */
  readonly number: string | null;
  /** Stay in the tray: what auto-start asks for. */
  readonly hidden: boolean;
  /** Open an empty new fax. */
  readonly newFax: boolean;
  /** Whether there is a tray; `auto` finds out. */
  readonly tray: 'auto' | 'on' | 'off';
  /** Who draws the title bar: the page, or the system where its window manager does badly with that. */
  readonly frame: 'page' | 'native';
}

const MAX_FILES = 200;

/**
 * The arguments behind the program's own: `program [chromium's switches] [app folder] ARGUMENTS`.
 * `appPath` is the folder of an app that is not packaged, null for a packaged one.
 */
export function ownArguments(argv: readonly string[], appPath: string | null): readonly string[] {
  if (appPath === null) return argv.slice(1);
  const at = argv.findIndex((each, index) => index > 0 && !each.startsWith('-') && resolve(each) === appPath);
  return at < 0 ? argv.slice(1) : argv.slice(at + 1);
}

/**
 * Reads a start's own arguments. Switches that are not ours belong to Chromium and are passed over; after `--`
 * everything is a file. A link counts only when it is the one thing given, so that a page cannot slip one in.
 */
export function parseArguments(own: readonly string[], folder: string): StartArguments {
  let data: string | null = null;
  let hidden = false;
  let newFax = false;
  let tray: StartArguments['tray'] = 'auto';
  let frame: StartArguments['frame'] = 'page';
  const given: string[] = [];
  let literal: readonly string[] = [];
  for (let i = 0; i < own.length; i++) {
    const each = own[i] ?? '';
    const [name, value] = splitSwitch(each);
    if (each === '--') {
      literal = own.slice(i + 1).filter((file) => file !== '');
      break;
    }
    if (name === '--data') data = value ?? own[++i] ?? null;
    else if (each === '--hidden') hidden = true;
    else if (each === '--new-fax') newFax = true;
    else if (name === '--tray') tray = value === 'on' || value === 'off' ? value : 'auto';
    else if (each === '--frame=native') frame = 'native';
    else if (!each.startsWith('-') && each !== '') given.push(each);
  }
  const link = given.length === 1 && literal.length === 0 ? numberOfLink(given[0] ?? '') : null;
  return {
    // A blank name is left as it is: whoever takes it says what is wrong with it.
    data: data === null || data === '' ? null : data.trim() === '' ? data : absolute(data, folder),
    files: [...given.filter((each) => !isLink(each)), ...literal]
      .filter((each) => !each.includes('\0'))
      .slice(0, MAX_FILES)
      .map((each) => absolute(each, folder)),
    number: link,
    hidden,
    newFax: newFax || link !== null,
    tray,
    frame,
  };
}

/** The number of a `fax:` link (RFC 2806) in its dialled form, or null when it is not one. */
export function numberOfLink(link: string): string | null {
  const match = /^fax:(?:\/\/)?([^;?/]{1,60})(?:[;?/].*)?$/i.exec(link);
  if (!match) return null;
  try {
    return parseFaxNumber(decodeURIComponent(match[1] ?? ''));
  } catch (thrown) {
    if (thrown instanceof FaxError || thrown instanceof URIError) return null;
    throw thrown;
  }
}

/** `scheme:…`; a Windows drive letter is one character and is not a scheme. */
const isLink = (text: string): boolean => /^[a-z][a-z\d+.-]+:/i.test(text);

const absolute = (path: string, folder: string): string => (isAbsolute(path) ? path : resolve(folder, path));

function splitSwitch(text: string): readonly [string, string | undefined] {
  const at = text.indexOf('=');
  return text.startsWith('--') && at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, undefined];
}
