import { type CsvError, parse } from 'csv-parse/sync';
import type { SubmitInput } from '../contract/requests.ts';
import { limits } from '../contract/requests.ts';
import { FaxError } from '../model/errors.ts';
import { parseFaxNumber } from '../model/fax-number.ts';
import { type PersonInput, personSchema } from '../model/person.ts';

type Recipient = SubmitInput['recipients'][number];

/** What a column may be called besides its own name; spaces, dashes and case mean nothing. */
const otherNames: Readonly<Record<string, string>> = {
  fax: 'number',
  faxnumber: 'number',
  recipient: 'name',
  street: 'address',
  zipcode: 'zip',
  postcode: 'zip',
  department: 'department',
  dept: 'department',
  mail: 'email',
};

const personFields = Object.keys(personSchema.shape).filter((field) => field !== 'fax');
const columns: readonly string[] = ['number', 'name', ...personFields];

/** One line of the file: its cells, and the number of the line it ends on. */
interface Line {
  readonly cells: readonly string[];
  readonly number: number;
}

/**
 * Recipients of a list: lines of comma, semicolon or tab separated values (RFC 4180), with the names of the columns first
 * (number, name, company, department…), or of one column of numbers and no names. Throws `ARGUMENT_INVALID` or
 * `NUMBER_INVALID`, naming the line; `RECIPIENTS_LIMIT`. Pure.
 */
export function recipientsOf(text: string): readonly Recipient[] {
  const lines = readLines(text);
  const [first, ...rest] = lines;
  if (first === undefined) throw bad(1, 'The list of recipients is empty.');
  const header = headerOf(first, lines);
  const people = header === null ? lines : rest;
  if (people.length === 0) throw bad(first.number, 'There is no recipient below the names of the columns.');
  if (people.length > limits.recipients)
    throw new FaxError('RECIPIENTS_LIMIT', { message: `The list has more than ${limits.recipients} recipients.` });
  return people.map((line) => recipientOf(line, header ?? ['number']));
}

function readLines(text: string): readonly Line[] {
  const head = text.split(/\r?\n/, 1)[0] ?? '';
  try {
    const found: unknown = parse(text, {
      bom: true,
      delimiter: [',', ';', '\t'].find((each) => head.includes(each)) ?? ',',
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      max_record_size: 100_000,
    });
    return (found as readonly { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      cells: record,
      number: info.lines,
    }));
  } catch (error) {
    const line = (error as Partial<CsvError>).lines;
    throw bad(typeof line === 'number' ? line : 1, 'It is not comma separated values: look at its quotes.', error);
  }
}

/** The columns in their order; null where the list is one column of numbers. */
function headerOf(first: Line, lines: readonly Line[]): readonly string[] | null {
  const names = first.cells.map((cell) => columnOf(cell));
  if (!names.includes('number')) {
    if (lines.every(({ cells }) => cells.length === 1)) return null;
    throw bad(first.number, 'The first line must name the columns, and one of them is “number”.');
  }
  const unknown = first.cells.find((_, index) => names[index] === null);
  if (unknown !== undefined)
    throw new FaxError('ARGUMENT_INVALID', {
      message: `Line ${first.number} of the list: there is no column “${unknown.slice(0, 40)}”.`,
      next: `Use: ${columns.join(', ')}.`,
    });
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw bad(first.number, `The column “${twice}” is there twice.`);
  return names.map((name) => name ?? '');
}

function columnOf(cell: string): string | null {
  const folded = cell.toLowerCase().replace(/[\s_-]/g, '');
  return columns.find((name) => name.toLowerCase() === folded) ?? otherNames[folded] ?? null;
}

function recipientOf({ cells, number: line }: Line, header: readonly string[]): Recipient {
  if (cells.length > header.length) throw bad(line, `It has ${cells.length} values for ${header.length} columns.`);
  const values = new Map(header.map((name, index) => [name, cells[index] ?? '']));
  const number = values.get('number') ?? '';
  if (number === '') throw bad(line, 'There is no number.');
  try {
    parseFaxNumber(number);
  } catch (error) {
    if (!(error instanceof FaxError)) throw error;
    throw new FaxError('NUMBER_INVALID', { message: `Line ${line} of the list: ${error.message}`, cause: error });
  }
  const name = values.get('name') ?? '';
  if (name.length > 200) throw bad(line, 'The name is too long.');
  return { number, name: name === '' ? null : name, person: personOf(values, line) };
}

/** What else is told of them; null where nothing is. */
function personOf(values: ReadonlyMap<string, string>, line: number): PersonInput | null {
  const told = personFields.flatMap((field) => {
    const value = values.get(field) ?? '';
    return value === '' ? [] : [[field, value] as const];
  });
  if (told.length === 0) return null;
  const person = personSchema.safeParse(Object.fromEntries(told));
  if (person.success) return person.data;
  throw bad(line, `The value of “${String(person.error.issues[0]?.path[0])}” is too long.`, person.error);
}

function bad(line: number, what: string, cause?: unknown): FaxError {
  return new FaxError('ARGUMENT_INVALID', {
    message: `Line ${line} of the list: ${what}`,
    next: 'Mend the list; nothing was sent.',
    cause,
  });
}
