import { describe, expect, test } from 'vitest';
import { type CommandSpec, commandFirst, countOf, helpOf, idOf, pairsOf, readArguments } from './arguments.ts';

const spec = {
  usage: ['fax try FILE…'],
  summary: 'Tries.',
  options: {
    to: { type: 'string', multiple: true, value: 'N', help: 'whom' },
    wait: { type: 'boolean', help: 'wait' },
  },
} as const satisfies CommandSpec;

const refused = expect.objectContaining({ code: 'ARGUMENT_INVALID' });

test('takes a line apart by the table, options and words in any order', () => {
  expect(readArguments(spec, ['a', '--to', '1', '--json', 'b', '--to=2', '--', '--wait'])).toEqual({
    values: { to: ['1', '2'], json: true },
    positionals: ['a', 'b', '--wait'],
  });
});

test.each([[['--too', '1']], [['--to']], [['--wait=yes']], [['-x']]])('refuses %j and says how it is used', (argv) => {
  expect(() => readArguments(spec, argv)).toThrow(
    expect.objectContaining({ code: 'ARGUMENT_INVALID', next: 'Use: fax try FILE…' }),
  );
});

test('an unknown option is answered with the nearest one', () => {
  expect(() => readArguments(spec, ['--wiat'])).toThrow('There is no option “--wiat”. Did you mean --wait?');
  expect(() => readArguments(spec, ['--colour'])).toThrow(/^There is no option “--colour”\.$/);
});

test.each([
  [
    ['jobs', '--json'],
    ['jobs', '--json'],
  ],
  [
    ['--json', 'jobs'],
    ['jobs', '--json'],
  ],
  [
    ['--data', '/d', '--server=embedded', 'send', 'a', '--to', '1'],
    ['send', '--data', '/d', '--server=embedded', 'a', '--to', '1'],
  ],
  [
    ['--data', 'jobs'],
    [undefined, '--data', 'jobs'],
  ],
  [['--data'], [undefined, '--data']],
  [
    ['-h', 'send'],
    ['send', '-h'],
  ],
  [
    ['--limit', 'jobs'],
    ['--limit', 'jobs'],
  ],
  [
    ['--', 'jobs'],
    ['--', 'jobs'],
  ],
  [[], [undefined]],
])('%j has its command and its options', (argv, read) => expect(commandFirst(argv)).toEqual(read));

test('help names every option, the common ones too', () => {
  const help = helpOf(spec);
  for (const words of ['Use: fax try FILE…', 'Tries.', '--to N', '--wait', '--json', '--data DIR', '--help'])
    expect(help).toContain(words);
});

describe('values', () => {
  test.each([
    ['7', 7],
    ['#12', 12],
    ['2147483647', 2147483647],
  ])('id %s', (text, id) => expect(idOf(text)).toBe(id));

  test.each(['0', '-1', '1.5', '2147483648', 'x', '', '##1', '1e3'])('id “%s” is refused', (text) => {
    expect(() => idOf(text)).toThrow(refused);
  });

  test.each(['0', '201', 'many', '-3', ''])('a count of “%s” is refused', (text) => {
    expect(() => countOf('limit', text, 200)).toThrow(refused);
  });

  test('pairs keep what follows the first =, and refuse a name twice', () => {
    expect(pairsOf(['a=1', 'b=x=y', 'c='])).toEqual({ a: '1', b: 'x=y', c: '' });
    for (const words of [['a'], ['=1'], ['a=1', 'a=2']]) expect(() => pairsOf(words)).toThrow(refused);
  });
});

test('the help ends with the notes of the command', () => {
  expect(helpOf({ ...spec, notes: ['first', '', 'second'] })).toMatch(/show this\n\n {2}first\n\n {2}second\n$/);
});
