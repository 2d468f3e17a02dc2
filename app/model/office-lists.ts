import { z } from 'zod';
import { numberPatternSchema } from './number-pattern.ts';
import { routingRuleSchema } from './routing.ts';

/** A name or identification as it was heard, with `*` at its end for any more; upper and lower case are the same. */
const heardPatternSchema = z.string().trim().min(1).max(60);

/** What holds for numbers that faxes go to. The first rule whose pattern fits a number holds. */
export const destinationRuleSchema = z.object({
  pattern: numberPatternSchema,
  /** Never dialled. */
  blocked: z.boolean().default(false),
  /** Why, for whoever is refused. */
  reason: z.string().max(200).nullable().default(null),
  /** Calls at the same time to one number that fits; null: the setting `callsPerDestination`; 0: no limit. */
  calls: z.int().min(0).max(64).nullable().default(null),
  /** Faxes in one call; null: the setting `jobsPerCall`. */
  jobsPerCall: z.int().min(1).max(64).nullable().default(null),
  /** Port or group of ports to go by, where the fax itself names none. */
  port: z.string().max(127).nullable().default(null),
});
export type DestinationRule = Readonly<z.infer<typeof destinationRuleSchema>>;

/** Callers whose calls are not taken. What is null is not looked at; at least one is given. */
export const blockedCallerSchema = z
  .object({
    callerId: numberPatternSchema.nullable().default(null),
    stationId: heardPatternSchema.nullable().default(null),
    note: z.string().max(200).nullable().default(null),
  })
  .refine(({ callerId, stationId }) => callerId !== null || stationId !== null);
export type BlockedCaller = Readonly<z.infer<typeof blockedCallerSchema>>;

/** The group that holds every port; it always exists and cannot be changed (object model 4.13). */
export const ALL_PORTS = '<All Devices>';

/** Ports in the order in which they are tried. */
export const portGroupSchema = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(127)
    .regex(/^\P{Cc}*$/u),
  /** Ports by their permanent ids. */
  portIds: z.array(z.int().positive()).max(1000).readonly(),
});
export type PortGroup = Readonly<z.infer<typeof portGroupSchema>>;

/** The lists that an office keeps besides its settings. Each is read and written whole. */
export const officeLists = {
  destinations: z.array(destinationRuleSchema).max(10_000).readonly(),
  blockedCallers: z.array(blockedCallerSchema).max(10_000).readonly(),
  portGroups: z.array(portGroupSchema).max(1000).readonly(),
  routing: z.array(routingRuleSchema).max(200).readonly(),
} as const;

export type OfficeListName = keyof typeof officeLists;
export type OfficeLists = { readonly [N in OfficeListName]: z.output<(typeof officeLists)[N]> };
export const officeListNames = Object.keys(officeLists) as readonly OfficeListName[];

/** The lists of an office that nobody has changed. */
export const emptyLists: OfficeLists = { destinations: [], blockedCallers: [], portGroups: [], routing: [] };
