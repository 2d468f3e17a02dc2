import type { Port } from '../../../app/model/port.ts';
import { plural } from '../../words/plural.ts';

/** Words of the ports view. */
export const portsWords = {
  title: 'Ports',
  add: 'Add a line',
  edit: 'Edit',
  remove: 'Remove line',
  save: 'Save',
  cancel: 'Cancel',
  more: (name: string): string => `More for ${name}`,
  fields: { rings: 'Rings', csid: 'CSID', tsid: 'TSID', priority: 'Priority', send: 'Send', receive: 'Receive' },
  ranges: {
    rings: '1 to 99',
    csid: (length: number): string => `callers see it, ${length} of 20`,
    tsid: (length: number): string => `on pages, ${length} of 20`,
    priority: '1 is first',
  },
  receive: { none: 'Does not answer', auto: 'Answers', manual: 'Answers by hand' } as const satisfies Record<
    Port['receive'],
    string
  >,
  errors: {
    rings: '1 to 99',
    priority: '1 or more',
    station: 'At most 20 plain letters, digits and signs.',
  },
  facts: { now: 'Now', rate: 'Rate', ecm: 'ECM', far: 'Far end', caller: 'Caller' },
  ecm: (on: boolean): string => (on ? 'on' : 'off'),
  hangUp: 'Hang up',
  answer: 'Answer now',
  callComes: 'A call comes in',
  tryAgain: 'Try again',
  trying: 'Trying…',
  on: 'On',
  off: 'Off',
  opening: 'Not open yet',
  none: { title: 'No lines yet', words: 'A line sends and receives the faxes. Begin with a practice line.' },
  order: 'Faxes go out on the first free line, in order of priority. Answering does not use it.',
  locked: 'This server does not let its ports be changed.',
} as const;

/** What an idle line is ready for. */
export function readyWords(port: Port): string {
  if (port.send && port.receive !== 'none') return 'Ready to send and answer';
  if (port.send) return 'Ready to send';
  return port.receive === 'none' ? 'Neither sends nor answers' : 'Ready to answer';
}

/** What kind of line a port is. */
export function kindWords({ kind, address }: Pick<Port, 'kind' | 'address'>): string {
  switch (kind) {
    case 'loopback':
      return 'Practice line';
    case 'modem':
      return modemWords(address);
    case 't38':
      return 'Fax over IP, T.38';
    case 'remote':
      return 'Line of the server';
  }
}

/** The class of a modem is in its address where somebody chose it; else the best that it has is used. */
function modemWords(address: string): string {
  const chosen = /[?&]class=([\d.]+)/.exec(address)?.[1];
  return chosen === undefined ? 'Serial modem, its best class' : `Serial modem, Class ${chosen}`;
}

/** Lines in service of all: `3 of 4 in service`. */
export function serviceWords(ports: readonly Port[]): string {
  const inService = ports.filter((port) => port.state !== 'offline' && port.state !== 'out-of-service').length;
  if (inService === ports.length) return plural(ports.length, { zero: '', one: '# line', other: '# lines' });
  return `${inService} of ${ports.length} in service`;
}
