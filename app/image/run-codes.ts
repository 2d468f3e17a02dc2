/**
 * The code words of T.4 (tables 2 and 3) and T.6 (table 1), and the lookup tables made of them once: one lookup gives
 * the encoder the code of a run or of two runs, and the decoder one or two runs, or up to five modes.
 */

/** White terminating codes, runs 0 to 63 (T.4 table 2). */
const whiteTerminating =
  `00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 110101
  101010 101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 0100100 0011000 00000010 00000011 00011010
  00011011 00010010 00010011 00010100 00010101 00010110 00010111 00101000 00101001 00101010 00101011 00101100 00101101 00000100 00000101 00001010
  00001011 01010010 01010011 01010100 01010101 00100100 00100101 01011000 01011001 01011010 01011011 01001010 01001011 00110010 00110011 00110100`.split(
    /\s+/,
  );

/** Black terminating codes, runs 0 to 63 (T.4 table 2). */
const blackTerminating =
  `0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 00000111 000011000
  0000010111 0000011000 0000001000 00001100111 00001101000 00001101100 00000110111 00000101000
  00000010111 00000011000 000011001010 000011001011 000011001100 000011001101 000001101000 000001101001
  000001101010 000001101011 000011010010 000011010011 000011010100 000011010101 000011010110 000011010111
  000001101100 000001101101 000011011010 000011011011 000001010100 000001010101 000001010110 000001010111
  000001100100 000001100101 000001010010 000001010011 000000100100 000000110111 000000111000 000000100111
  000000101000 000001011000 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111`.split(/\s+/);

/** White make-up codes, runs 64, 128 … 1728 (T.4 table 3a). */
const whiteMakeUp =
  `11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100 011001101 011010010
  011010011 011010100 011010101 011010110 011010111 011011000 011011001 011011010 011011011 010011000 010011001
  010011010 011000 010011011`.split(/\s+/);

/** Black make-up codes, runs 64, 128 … 1728 (T.4 table 3a). */
const blackMakeUp =
  `0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101 0000001101100
  0000001101101 0000001001010 0000001001011 0000001001100 0000001001101 0000001110010 0000001110011 0000001110100
  0000001110101 0000001110110 0000001110111 0000001010010 0000001010011 0000001010100 0000001010101 0000001011010
  0000001011011 0000001100100 0000001100101`.split(/\s+/);

/** Make-up codes of both colours, runs 1792, 1856 … 2560 (T.4 table 3b). */
const sharedMakeUp =
  `00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101 000000010110
  000000010111 000000011100 000000011101 000000011110 000000011111`.split(/\s+/);

/** Code words of runs 0 to 63 by run length: white, black. */
export const terminatingCodes: readonly [readonly string[], readonly string[]] = [whiteTerminating, blackTerminating];

/** Code words of runs 64, 128 … 2560: white, black. */
export const makeUpCodes: readonly [readonly string[], readonly string[]] = [
  [...whiteMakeUp, ...sharedMakeUp],
  [...blackMakeUp, ...sharedMakeUp],
];

/** The longest run with a code of its own; longer runs repeat this make-up code (T.4 4.1.1). */
export const longestMakeUp = 2560;

/** Code words of T.6 table 1: pass, horizontal, and vertical by `a1 - b1` from -3 to 3. */
export const passCode = '0001';
export const horizontalCode = '001';
export const verticalCodes: readonly string[] = ['0000010', '000010', '010', '1', '011', '000011', '0000011'];

/**
 * A code as the encoder handles it: the bits shifted left by 5, with their number (1 to 27) in the low 5 bits.
 */
export function packedCode(bits: string): number {
  return (Number.parseInt(bits, 2) << 5) | bits.length;
}

/** The end-of-line code: eleven zeros and a one (T.4 4.1.2). */
export const eolBits = '000000000001';

// ---- encoder tables ----

/** Runs below this have their whole code (make-up and terminating) in {@link runCodes}. */
export const runCodesEnd = longestMakeUp + 64;

function bitsOfRun(color: 0 | 1, run: number): string {
  const makeUp = run < 64 ? '' : makeUpCodes[color][(run >> 6) - 1];
  return `${makeUp}${terminatingCodes[color][run & 63]}`;
}

function runCodeTable(color: 0 | 1): Int32Array {
  return Int32Array.from({ length: runCodesEnd }, (_, run) => packedCode(bitsOfRun(color, run)));
}

/** Packed codes by run length 0 to 2623: white, black. */
export const runCodes: readonly [Int32Array, Int32Array] = [runCodeTable(0), runCodeTable(1)];

/** Packed make-up code of a run of 2560, the same for both colours. */
export const longestMakeUpCode = packedCode(sharedMakeUp[sharedMakeUp.length - 1] ?? '');

function pairCodeTable(prefix: string, first: 0 | 1): Int32Array {
  const second = first === 0 ? 1 : 0;
  return Int32Array.from({ length: 64 * 64 }, (_, pair) =>
    packedCode(`${prefix}${terminatingCodes[first][pair >> 6]}${terminatingCodes[second][pair & 63]}`),
  );
}

/** Packed codes of a white run and the black run after it, both below 64: index `white << 6 | black`. */
export const whiteBlackCodes = pairCodeTable('', 0);

/** Packed horizontal-mode codes with both runs below 64, by the first run's colour: index `first << 6 | second`. */
export const horizontalPairCodes: readonly [Int32Array, Int32Array] = [
  pairCodeTable(horizontalCode, 0),
  pairCodeTable(horizontalCode, 1),
];

// ---- decoder tables ----

/** Bits looked up at once in {@link runTables}: the longest run code. */
export const runTableBits = 13;

/**
 * Low bits of an entry of a decoder table that hold the length of its codes. Six are all that a shift of 64 bits looks
 * at, so that the decoder shifts by the entry itself.
 */
export const lengthBits = 6;

/**
 * What an entry of {@link runTables} holds above its length: 1 bit that it is a make-up code, from bit 7 on the run. 0:
 * no code begins with these bits.
 */
export const runField = { makeUp: 1 << 6, run: 7 } as const;

/** Codes of a run by the next 13 bits: white, black. */
export const runTables: readonly [Int32Array, Int32Array] = [runTable(0), runTable(1)];

function runTable(color: 0 | 1): Int32Array {
  const table = new Int32Array(1 << runTableBits);
  makeUpCodes[color].forEach((bits, index) => {
    fillTable(table, runTableBits, bits, bits.length | runField.makeUp | (((index + 1) * 64) << runField.run));
  });
  terminatingCodes[color].forEach((bits, run) => {
    fillTable(table, runTableBits, bits, bits.length | (run << runField.run));
  });
  return table;
}

/**
 * Bits looked up at once in {@link pairTables}. Eleven hold nearly every pair of a halftone, and both tables stay in the
 * processor's first cache, which is worth more than the pairs that need twelve or thirteen.
 */
export const pairTableBits = 11;

/**
 * What an entry of {@link pairTables} holds above the length of both codes: 6 bits the first run, 6 bits the second. 0:
 * these bits do not begin with two terminating codes of runs other than 0.
 */
export const pairField = { firstRun: 6, secondRun: 12 } as const;

/** Two runs by the next 11 bits: white then black, black then white. */
export const pairTables: readonly [Int32Array, Int32Array] = [pairTable(0), pairTable(1)];

function pairTable(color: 0 | 1): Int32Array {
  const table = new Int32Array(1 << pairTableBits);
  terminatingCodes[color].forEach((one, firstRun) => {
    terminatingCodes[color === 0 ? 1 : 0].forEach((two, secondRun) => {
      const bits = one + two;
      if (firstRun === 0 || secondRun === 0 || bits.length > pairTableBits) return;
      const runs = (firstRun << pairField.firstRun) | (secondRun << pairField.secondRun);
      fillTable(table, pairTableBits, bits, bits.length | runs);
    });
  });
  return table;
}

/** Puts an entry wherever an index begins with these bits. */
function fillTable(table: Int32Array, indexBits: number, bits: string, entry: number): void {
  const spare = indexBits - bits.length;
  const from = Number.parseInt(bits, 2) << spare;
  table.fill(entry, from, from + (1 << spare));
}

/** Bits looked up at once in {@link modeTable}. */
export const modeTableBits = 11;

/** The most vertical-0 codes that an entry of {@link modeTable} counts before its mode. */
export const mostZeros = 4;

/**
 * What an entry of {@link modeTable} holds above the length of all its codes: 3 bits number of vertical-0 codes (`zeros`)
 * before a mode; of that mode 1 bit that it is a pass, 1 bit that it is neither pass nor vertical (`other`), 1 bit that
 * it is horizontal, and from bit 12 on `a1 - b1` of a vertical mode, signed. Pass and vertical
 * differ in so little that the decoder does both in one piece of code.
 */
export const modeField = { zeros: 6, pass: 9, other: 1 << 10, horizontal: 1 << 11, offset: 12 } as const;

/** T.6 modes by the next 11 bits: up to four times vertical 0 and the mode behind them. */
export const modeTable: Int32Array = makeModeTable();

function makeModeTable(): Int32Array {
  const table = new Int32Array(1 << modeTableBits).fill(modeField.other);
  const put = (bits: string, meaning: number): void => {
    // The longer prefix comes later and overwrites: 1 is vertical 0 itself, and so are the first of many.
    for (let zeros = 0; zeros <= mostZeros && zeros + bits.length <= modeTableBits; zeros++) {
      const codes = '1'.repeat(zeros) + bits;
      fillTable(table, modeTableBits, codes, codes.length | (zeros << modeField.zeros) | meaning);
    }
  };
  const [zero] = verticalCodes.slice(3, 4);
  put(zero ?? '', 0);
  put(passCode, 1 << modeField.pass);
  put(horizontalCode, modeField.other | modeField.horizontal);
  verticalCodes.forEach((bits, index) => {
    if (index !== 3) put(bits, (index - 3) * (1 << modeField.offset));
  });
  return table;
}
