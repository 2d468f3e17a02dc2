import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Port } from '../../../app/model/port.ts';
import { ConsoleProvider, createConsole } from '../../console.tsx';
import { TooltipProvider } from '../../kit/tooltip.tsx';
import { createFakeDoor } from '../../testing/fake-door.ts';
import { fakeModems, fakePort, fakeSnapshot } from '../../testing/fake-facts.ts';
import { proposeLine, sortModems } from './line-draft.ts';
import { ModemChoice } from './modem-fields.tsx';
import { PortCard } from './port-card.tsx';

const now = Date.parse('2026-03-03T13:58:00Z');

// A list of choices asks the page for the nonce of its style.
beforeEach(() => vi.stubGlobal('document', { querySelector: () => null }));
afterEach(() => vi.unstubAllGlobals());

function draw(of: (port: Port) => ReactNode, changes: Partial<Port> = {}): string {
  const port = fakePort(1, now, { kind: 'modem', address: 'modem:/dev/ttyS0?class=1', number: '', ...changes });
  const { console, stop } = createConsole(createFakeDoor({ snapshot: fakeSnapshot(now, { ports: [port] }) }), null);
  const markup = renderToStaticMarkup(
    <ConsoleProvider value={console}>
      <TooltipProvider>{of(port)}</TooltipProvider>
    </ConsoleProvider>,
  );
  stop();
  return markup;
}

const card = (changes: Partial<Port>): string => draw((port) => <PortCard port={port} editing={false} />, changes);

test.each([
  [
    'offline',
    'Offline',
    'The modem is not connected any more.',
    'Plug it in again; it is used as soon as it is there.',
  ],
  ['out-of-service', 'Out of service', 'The modem does not answer.', 'Switch it off and on again.'],
] as const)('a line that is %s says why, what to do, and offers the way back', (state, word, error, next) => {
  const markup = card({ state, error, next });
  expect(markup).toContain(word);
  expect(markup).toContain(`${error} ${next}`);
  expect(markup).toContain('Try again');
});

test('a line that works offers no way back, and says its class', () => {
  const markup = card({});
  expect(markup).not.toContain('Try again');
  expect(markup).toContain('Serial modem, Class 1');
});

test('a line that rings says who calls', () => {
  expect(card({ state: 'ringing', callerId: '5550142' })).toContain('555 0142 calls');
  expect(card({ state: 'ringing' })).toContain('A call comes in');
});

test('a line that receives counts its pages and says no total: only the sender knows it', () => {
  expect(card({ state: 'receiving', page: 5, pages: 4 })).toContain('Page 5<');
  expect(card({ state: 'sending', page: 2, pages: 4 })).toContain('Page 2 of 4<');
});

test('the choice of modems names what cannot be used and why', () => {
  const fields = { draft: proposeLine([]), errors: {}, set: () => undefined, again: null };
  const some = draw(() => <ModemChoice {...fields} found={sortModems(fakeModems)} />);
  expect(some).toContain('mgetty is using /dev/ttyS1.');
  expect(some).toContain('Fax Class 1 and 2.0, V.17 14400; will be used in Class 1');
  expect(some).not.toContain('Nothing answers here');
  expect(some).not.toContain('No fax modem was found');
  const looking = draw(() => <ModemChoice {...fields} found={null} />);
  expect(looking).toContain('Looking at the serial ports');
  expect(looking).toContain('Serial port');
  expect(looking).not.toContain('No fax modem was found');
  const typed = { ...fields, draft: { ...fields.draft, device: '/dev/ttyS9' } };
  expect(draw(() => <ModemChoice {...typed} found={sortModems(fakeModems)} />)).toContain('value="/dev/ttyS9"');
  const none = draw(() => <ModemChoice {...fields} found={{ usable: [], others: [] }} />);
  expect(none).toContain('No fax modem was found');
  expect(none).toContain('Serial port');
});
