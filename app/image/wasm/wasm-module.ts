/**
 * Writes WebAssembly modules (WebAssembly Core Specification 2.0, chapter 5) from expressions and statements: only what
 * `line-core.ts`, `t6-core.ts` and the halftone kernel of `app/document` need of it. Operands are typed, branch targets have names.
 */

export type ValueType = 'i32' | 'i64' | 'v128';

/** Octets of an instruction, by the labels that stand around it, innermost first. */
type Code = (labels: readonly string[]) => readonly number[];

/** What leaves a value. */
export interface Expression<T extends ValueType = ValueType> {
  readonly type: T;
  readonly code: Code;
}
export type I32 = Expression<'i32'>;
export type I64 = Expression<'i64'>;
export type V128 = Expression<'v128'>;

/** What leaves none. */
export interface Statement {
  readonly code: Code;
}

/** A variable of a function; as an expression it is its value. */
export interface Local<T extends ValueType = ValueType> extends Expression<T> {
  readonly index: number;
}

/** Signed LEB128 (5.2.2), which reads as unsigned for what has a zero bit to spare. */
function signedNumber(value: number | bigint): readonly number[] {
  const octets: number[] = [];
  for (let left = BigInt(value); ; ) {
    const low = Number(left & 0x7fn);
    left >>= 7n;
    if ((left === 0n && low < 64) || (left === -1n && low >= 64)) return [...octets, low];
    octets.push(low | 0x80);
  }
}

/** Unsigned LEB128. */
function unsignedNumber(value: number): readonly number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsignedNumber(value >>> 7)];
}

function expression<T extends ValueType>(
  type: T,
  opcode: readonly number[],
  operands: readonly Expression[],
  immediates: readonly number[] = [],
): Expression<T> {
  return {
    type,
    code: (labels) => [...operands.flatMap((operand) => operand.code(labels)), ...opcode, ...immediates],
  };
}

function binary<T extends ValueType>(type: T, opcode: number) {
  return (a: Expression<T>, b: Expression<T>): Expression<T> => expression(type, [opcode], [a, b]);
}

function comparison<T extends ValueType>(opcode: number) {
  return (a: Expression<T>, b: Expression<T>): I32 => expression('i32', [opcode], [a, b]);
}

/** Alignment (as a power of two: none is promised) and offset of a memory access. */
function place(offset: number): readonly number[] {
  return [0, ...unsignedNumber(offset)];
}

export const i32 = {
  value: (value: number): I32 => expression('i32', [0x41], [], signedNumber(value)),
  add: binary('i32', 0x6a),
  subtract: binary('i32', 0x6b),
  and: binary('i32', 0x71),
  or: binary('i32', 0x72),
  shiftLeft: binary('i32', 0x74),
  shiftRight: binary('i32', 0x75),
  shiftRightUnsigned: binary('i32', 0x76),
  multiply: binary('i32', 0x6c),
  lessUnsigned: comparison<'i32'>(0x49),
  rotateLeft: binary('i32', 0x77),
  /** How many zeros stand before the first 1; 32 for 0. */
  countLeadingZeros: (a: I32): I32 => expression('i32', [0x67], [a]),
  /** How many bits are 1. */
  countOnes: (a: I32): I32 => expression('i32', [0x69], [a]),
  isZero: (a: I32): I32 => expression('i32', [0x45], [a]),
  equal: comparison<'i32'>(0x46),
  differ: comparison<'i32'>(0x47),
  less: comparison<'i32'>(0x48),
  greater: comparison<'i32'>(0x4a),
  lessOrEqual: comparison<'i32'>(0x4c),
  greaterOrEqual: comparison<'i32'>(0x4e),
  /** `a` where the condition is not 0, else `b`; both are worked out. */
  select: (a: I32, b: I32, condition: I32): I32 => expression('i32', [0x1b], [a, b, condition]),
  load: (address: I32, offset = 0): I32 => expression('i32', [0x28], [address], place(offset)),
  ofI64: (a: I64): I32 => expression('i32', [0xa7], [a]),
} as const;

export const i64 = {
  value: (value: number | bigint): I64 => expression('i64', [0x42], [], signedNumber(value)),
  or: binary('i64', 0x84),
  xor: binary('i64', 0x85),
  shiftLeft: binary('i64', 0x86),
  shiftRight: binary('i64', 0x87),
  shiftRightUnsigned: binary('i64', 0x88),
  rotateLeft: binary('i64', 0x89),
  and: binary('i64', 0x83),
  ofI32: (a: I32): I64 => expression('i64', [0xad], [a]),
  /** The eight octets at the address, the first the most significant. */
  loadBigEndian: (address: I32): I64 => {
    const loaded = expression('v128', [0xfd, 0x5d], [address], place(0));
    const turned = expression(
      'v128',
      [0xfd, 0x0d],
      [loaded, loaded],
      [7, 6, 5, 4, 3, 2, 1, 0, 8, 9, 10, 11, 12, 13, 14, 15],
    );
    return expression('i64', [0xfd, 0x1d], [turned], [0]);
  },
} as const;

export const v128 = {
  load: (address: I32, offset = 0): V128 => expression('v128', [0xfd, 0x00], [address], place(offset)),
  /** The same 32 bits four times. */
  ofI32: (a: I32): V128 => expression('v128', [0xfd, 0x11], [a]),
  /** The same octet sixteen times. */
  ofOctet: (octet: number): V128 => expression('v128', [0xfd, 0x0f], [i32.value(octet)]),
  and: (a: V128, b: V128): V128 => expression('v128', [0xfd, 0x4e], [a, b]),
  not: (a: V128): V128 => expression('v128', [0xfd, 0x4d], [a]),
  /** Octet by octet. */
  subtractOctets: (a: V128, b: V128): V128 => expression('v128', [0xfd, 0x71], [a, b]),
  /** All ones in the octets of `a` that are below those of `b`, zeros in the others. */
  octetsBelow: (a: V128, b: V128): V128 => expression('v128', [0xfd, 0x26], [a, b]),
  /** The sixteen octets in the opposite order. */
  reverseOctets: (a: Local<'v128'>): V128 =>
    expression(
      'v128',
      [0xfd, 0x0d],
      [a, a],
      Array.from({ length: 16 }, (_, octet) => 15 - octet),
    ),
  /** 1 where any bit is. */
  anyOne: (a: V128): I32 => expression('i32', [0xfd, 0x53], [a]),
  /** The top bit of each octet, that of the first one lowest. */
  topBits: (a: V128): I32 => expression('i32', [0xfd, 0x64], [a]),
} as const;

/** Stores a value of its own type at the address. */
export function store(address: I32, value: Expression, offset = 0): Statement {
  const opcode = { i32: [0x36], i64: [0x37], v128: [0xfd, 0x0b] }[value.type];
  return { code: (labels) => [...address.code(labels), ...value.code(labels), ...opcode, ...place(offset)] };
}

/** Sets a variable. */
export function set<T extends ValueType>(local: Local<T>, value: Expression<T>): Statement {
  return { code: (labels) => [...value.code(labels), 0x21, ...unsignedNumber(local.index)] };
}

/** A variable becomes itself and so much more. */
export function increase(local: Local<'i32'>, by: I32 | number): Statement {
  return set(local, i32.add(local, typeof by === 'number' ? i32.value(by) : by));
}

function group(opcode: number, label: string, body: readonly Statement[]): Statement {
  return {
    code: (labels) => [opcode, 0x40, ...body.flatMap((one) => one.code([label, ...labels])), 0x0b],
  };
}

/** Statements of which a branch to the label goes to the end. */
export const block = (label: string, ...body: readonly Statement[]): Statement => group(0x02, label, body);

/** Statements of which a branch to the label goes to the beginning; without one they are done once. */
export const loop = (label: string, ...body: readonly Statement[]): Statement => group(0x03, label, body);

/** Statements that are done where the condition is not 0. */
export function when(condition: I32, ...body: readonly Statement[]): Statement {
  const taken = group(0x04, '', body);
  return { code: (labels) => [...condition.code(labels), ...taken.code(labels)] };
}

function depthOf(label: string, labels: readonly string[]): readonly number[] {
  const depth = labels.indexOf(label);
  if (depth < 0) throw new RangeError(`no label ${label} around the branch`);
  return unsignedNumber(depth);
}

/** Goes to a label. */
export function branch(label: string): Statement {
  return { code: (labels) => [0x0c, ...depthOf(label, labels)] };
}

/** Goes to a label where the condition is not 0. */
export function branchIf(label: string, condition: I32): Statement {
  return { code: (labels) => [...condition.code(labels), 0x0d, ...depthOf(label, labels)] };
}

/** Ends the function with a value. */
export function giveBack(value: I32): Statement {
  return { code: (labels) => [...value.code(labels), 0x0f] };
}

const typeOctets = { i32: 0x7f, i64: 0x7e, v128: 0x7b } as const;

/** A function under construction: 32-bit parameters, variables, and one 32-bit result. */
export class WasmFunction {
  readonly name: string;
  readonly #locals: ValueType[] = [];
  #parameters = 0;
  #body: readonly Statement[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** The next parameter; all parameters come before the first variable. */
  parameter(): Local<'i32'> {
    if (this.#locals.length !== this.#parameters) throw new RangeError('a parameter behind a variable');
    this.#parameters++;
    return this.variable('i32');
  }

  variable<T extends ValueType>(type: T): Local<T> {
    const index = this.#locals.length;
    this.#locals.push(type);
    return { index, ...expression(type, [0x20], [], unsignedNumber(index)) };
  }

  /** What it does; it must end by {@link giveBack}. */
  body(...statements: readonly Statement[]): this {
    this.#body = statements;
    return this;
  }

  /** The function's type (5.3.6). */
  get typeOctets(): readonly number[] {
    return [0x60, ...list(Array.from({ length: this.#parameters }, () => [typeOctets.i32])), 1, typeOctets.i32];
  }

  /** Its variables and its instructions (5.5.13). */
  get codeOctets(): readonly number[] {
    const variables = this.#locals.slice(this.#parameters).map((type) => [1, typeOctets[type]]);
    // Nobody comes to the end of the body; the validator wants to be told.
    const unreachable = 0x00;
    const body = [...list(variables), ...this.#body.flatMap((one) => one.code([])), unreachable, 0x0b];
    return [...unsignedNumber(body.length), ...body];
  }
}

function list(items: readonly (readonly number[])[]): readonly number[] {
  return [...unsignedNumber(items.length), ...items.flat()];
}

function section(id: number, items: readonly (readonly number[])[]): readonly number[] {
  const content = list(items);
  return [id, ...unsignedNumber(content.length), ...content];
}

function name(text: string): readonly number[] {
  return list(Array.from(text, (letter) => [letter.charCodeAt(0)]));
}

/** A module that imports its memory as `host.memory` and exports each function by its name. */
export function wasmModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      functions.map((one) => one.typeOctets),
    ),
    ...section(2, [[...name('host'), ...name('memory'), 0x02, 0x00, 1]]),
    ...section(
      3,
      functions.map((_, index) => unsignedNumber(index)),
    ),
    ...section(
      7,
      functions.map((one, index) => [...name(one.name), 0x00, ...unsignedNumber(index)]),
    ),
    ...section(
      10,
      functions.map((one) => one.codeOctets),
    ),
  ]);
}
