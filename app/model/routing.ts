import { z } from 'zod';
import { numberPatternSchema } from './number-pattern.ts';

/** How a received fax is sent on. */
export const routingMethodSchema = z.enum(['email', 'folder', 'print', 'program']);
export type RoutingMethodName = z.infer<typeof routingMethodSchema>;

/** The methods with their identities: the three live ones of the Windows fax service (object model 1.8), and ours. */
export const routingMethods: Readonly<
  Record<RoutingMethodName, { readonly guid: string; readonly friendlyName: string }>
> = {
  email: { guid: '{6bbf7bfe-9af2-11d0-abf7-00c04fd91a4e}', friendlyName: 'E-mail' },
  folder: { guid: '{92041a90-9af2-11d0-abf7-00c04fd91a4e}', friendlyName: 'Store in folder' },
  print: { guid: '{aec1b37c-9af2-11d0-abf7-00c04fd91a4e}', friendlyName: 'Print' },
  program: { guid: '{5c5d4b0e-3f0f-4c86-9c6e-7d1f1f0b8a52}', friendlyName: 'Run a program or call a web address' },
};

const formatSchema = z.enum(['pdf', 'tif']);
const minuteSchema = z.int().min(0).max(1439);

/** Where a rule sends a fax, by its method. Names hold the fields of `fileNameFields` in braces. */
export const routingTargetSchema = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('email'),
    to: z.array(z.email().max(254)).min(1).max(50).readonly(),
    format: formatSchema.default('pdf'),
  }),
  z.object({
    method: z.literal('folder'),
    /** Full path. */
    folder: z.string().min(1).max(259),
    name: z.string().min(1).max(150).default('{date} {time} {from} ({id})'),
    format: formatSchema.default('pdf'),
  }),
  z.object({
    method: z.literal('print'),
    /** The system's name of the printer; empty: the system's default. */
    printer: z.string().max(200).default(''),
  }),
  z.object({
    method: z.literal('program'),
    call: z.discriminatedUnion('kind', [
      /** Run with the fax's file as the last argument and its facts in `FAX_…` variables. */
      z.object({
        kind: z.literal('program'),
        program: z.string().min(1).max(1024),
        arguments: z.array(z.string().max(1024)).max(50).readonly().default([]),
      }),
      /** A POST of the fax's facts and file (multipart/form-data). */
      z.object({ kind: z.literal('web'), url: z.string().min(1).max(2000) }),
    ]),
    format: formatSchema.default('pdf'),
  }),
]);
export type RoutingTarget = Readonly<z.infer<typeof routingTargetSchema>>;

/** When a rule holds: everything that is not null must fit. */
export const routingConditionsSchema = z.object({
  callerId: numberPatternSchema.nullable().default(null),
  /** The caller's own identification, with `*` at its end for any more; case means nothing. */
  stationId: z.string().trim().min(1).max(60).nullable().default(null),
  /** The number that was called, or the sub-address, where the line tells it. */
  called: numberPatternSchema.nullable().default(null),
  /** Office time, from its start (included) to its end (excluded); an end before the start runs past midnight. */
  time: z.object({ startMinute: minuteSchema, endMinute: minuteSchema }).nullable().default(null),
  /** Days of the week, 1 Monday to 7 Sunday. */
  days: z.array(z.int().min(1).max(7)).min(1).max(7).readonly().nullable().default(null),
});
export type RoutingConditions = Readonly<z.infer<typeof routingConditionsSchema>>;

/** One rule of routing; rules run in the order of their list. */
export const routingRuleSchema = z.object({
  /** Stable; made by whoever adds the rule. */
  id: z
    .string()
    .min(1)
    .max(40)
    .regex(/^[\w-]+$/),
  enabled: z.boolean().default(true),
  /** Ports that it holds for, by id; null: all of them, those added later included. */
  portIds: z.array(z.int().positive()).max(1000).readonly().nullable().default(null),
  when: routingConditionsSchema.default({ callerId: null, stationId: null, called: null, time: null, days: null }),
  target: routingTargetSchema,
});
export type RoutingRule = Readonly<z.infer<typeof routingRuleSchema>>;
