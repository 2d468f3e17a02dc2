/** Page coding: MH and MR (T.4), MMR (T.6). */
export {
  type DecodedPage,
  type DecodeOptions,
  decodePage,
  defaultMaxRows,
  maxPagePels,
} from './page-decoder.ts';
export { type EncodeOptions, encodePage, linesPerOneDimensional } from './page-encoder.ts';
