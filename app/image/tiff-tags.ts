/** TIFF tags that fax files use (TIFF 6.0, RFC 2306, RFC 3949, libtiff's private ones). */
export const tiffTag = {
  newSubfileType: 254,
  imageWidth: 256,
  imageLength: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  documentName: 269,
  imageDescription: 270,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  yResolution: 283,
  t4Options: 292,
  t6Options: 293,
  resolutionUnit: 296,
  pageNumber: 297,
  software: 305,
  dateTime: 306,
  tileWidth: 322,
  badFaxLines: 326,
  cleanFaxData: 327,
  consecutiveBadFaxLines: 328,
  faxRecvParams: 34908,
  faxSubAddress: 34909,
  faxRecvTime: 34910,
  faxDcs: 34911,
} as const;

/**
 * Our own tags, in the range for private use (65000 and up): ASCII fields in UTF-8, on the first page. README.md of
 * this folder is their specification.
 */
export const faxTag = {
  callerId: 65000,
  csid: 65001,
  tsid: 65002,
  recipientName: 65003,
  recipientNumber: 65004,
  senderName: 65005,
  routing: 65006,
  /** ISO 8601 in UTC. */
  receiveTime: 65007,
} as const;

/** What we write into the tag Software. */
export const ourSoftware = 'Fax Console';

/** TIFF compressions that fax pages use. */
export const tiffCompression = { none: 1, mhOctets: 2, t4: 3, t6: 4 } as const;

/** TIFF field types and the octets that one value takes. */
export const tiffType = { byte: 1, ascii: 2, short: 3, long: 4, rational: 5 } as const;
const typeSizes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
};

/** Octets of one value of a field type, or undefined for a type that TIFF 6.0 does not have. */
export function tiffTypeSize(type: number): number | undefined {
  return typeSizes[type];
}

/** What a fax file tells of the fax, beside its pages. Null: not known. */
export interface FaxFacts {
  readonly callerId: string | null;
  readonly csid: string | null;
  readonly tsid: string | null;
  readonly recipientName: string | null;
  readonly recipientNumber: string | null;
  readonly senderName: string | null;
  readonly routing: string | null;
  /** Start of the reception, or of the transmission of a sent fax. */
  readonly receiveTime: Date | null;
  readonly documentName: string | null;
}

/** Facts of which none is known. */
export const noFacts: FaxFacts = {
  callerId: null,
  csid: null,
  tsid: null,
  recipientName: null,
  recipientNumber: null,
  senderName: null,
  routing: null,
  receiveTime: null,
  documentName: null,
};
