import { z } from 'zod';
import { type CoverFieldName, coverFieldNames } from '../../model/cover.ts';

/**
 * A cover page as its file holds it (JSON). `kind` and `version` say how to read the rest. Version 1 has one layout,
 * `flow`: blocks from the top of the page to the bottom, and on to the next page where they do not fit. Texts name
 * fields in braces (`{recipientName}`); a line whose fields are all empty takes no room.
 */

/** Words with fields in braces. A name in braces must be that of a field. */
const words = z
  .string()
  .max(1000)
  .refine(
    (text) => [...text.matchAll(fieldPattern)].every(([, name]) => coverFieldNames.some((known) => known === name)),
    { error: 'names a field that there is not' },
  );

/** A field in braces. */
export const fieldPattern = /\{(\w*)\}/g;

/** A text, or several of which those that are not empty are put together with `join` (default: a line each). */
const textSchema = z.union([words, z.array(words).min(1).max(20).readonly()]);

/** Points. */
const size = z.number().min(7).max(96);
const style = {
  size: size.default(11),
  bold: z.boolean().default(false),
  join: z.string().max(10).default('\n'),
};

const rowSchema = z.object({
  label: z.string().max(60),
  text: textSchema,
  ...style,
});

const blockSchema = z.discriminatedUnion('block', [
  z.object({
    block: z.literal('text'),
    text: textSchema,
    ...style,
    align: z.enum(['left', 'center', 'right']).default('left'),
  }),
  /** A line across; thinner ones are lost at standard resolution. */
  z.object({ block: z.literal('rule'), weight: z.number().min(0.75).max(12).default(1) }),
  z.object({ block: z.literal('space'), height: z.number().min(1).max(400) }),
  /** Labels with their values, in columns side by side. */
  z.object({
    block: z.literal('table'),
    labelWidth: z.number().min(10).max(200).default(64),
    columns: z.array(z.array(rowSchema).min(1).max(30).readonly()).min(1).max(3).readonly(),
  }),
]);

export const coverTemplateSchema = z.object({
  kind: z.literal('fax-console-cover'),
  version: z.literal(1),
  title: z.string().min(1).max(100),
  paper: z.enum(['a4', 'letter']),
  layout: z.literal('flow'),
  /** White on all sides, in points: machines lose some of the edges. */
  margin: z.number().min(20).max(150).default(56),
  blocks: z.array(blockSchema).min(1).max(100).readonly(),
});
export type CoverTemplate = Readonly<z.infer<typeof coverTemplateSchema>>;
export type CoverBlock = CoverTemplate['blocks'][number];

/** True for the name of a field. */
export function isCoverField(name: string): name is CoverFieldName {
  return coverFieldNames.some((known) => known === name);
}
