import { z } from 'zod';

/**
 * The JSON that scripts rely on, written down a second time and apart from the product's own schemas: keys may be
 * added, never renamed or dropped. Unknown is null, never missing.
 */
const id = z.int().positive().max(0x7fffffff);
const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const text = z.string();
const count = z.int().nonnegative();

export const errorShape = z.looseObject({
  error: z.looseObject({
    code: z.string().regex(/^[A-Z_]+$/),
    modelName: text.nullable(),
    message: z.string().min(1),
    next: z.string().min(1),
  }),
});

const state = z.enum([
  'preparing',
  'waiting',
  'paused',
  'dialing',
  'sending',
  'retrying',
  'delivered',
  'failed',
  'cancelled',
  'uncertain',
  'receiving',
  'routing',
  'received',
]);

const outcome = z.enum([
  'ok',
  'busy',
  'no-answer',
  'no-dial-tone',
  'no-carrier',
  'not-fax',
  'training-failed',
  'page-rejected',
  'lost-in-page',
  'incompatible',
  'password',
  'remote-hung-up',
  'cancelled',
  'line-failed',
  'not-in-service',
  'blocked-number',
  'uncertain',
]);

const job = z.looseObject({
  id,
  messageId: id.nullable(),
  direction: z.enum(['out', 'in']),
  state,
  reason: text,
  nextAt: instant.nullable(),
  number: text,
  recipient: text.nullable(),
  subject: text.nullable(),
  pages: count,
  pagesConfirmed: count,
  attempts: count,
  port: text.nullable(),
  practice: z.boolean(),
  submittedAt: instant,
  finishedAt: instant.nullable(),
  outcome: outcome.nullable(),
  priority: z.enum(['low', 'normal', 'high']),
  schedule: z.enum(['now', 'discount', 'time']),
  allowed: z.array(text),
  submissionKey: text,
});

export const sendShape = z.looseObject({ jobs: z.array(job) });
export const jobsShape = z.looseObject({ jobs: z.array(job), total: count });
export const jobShape = z.looseObject({
  job,
  attempts: z.array(
    z.looseObject({
      n: z.int().positive(),
      startedAt: instant,
      endedAt: instant.nullable(),
      port: text,
      outcome: outcome.nullable(),
      rate: z.int().nullable(),
      coding: text.nullable(),
      ecm: z.boolean().nullable(),
      remoteId: text.nullable(),
      pagesConfirmed: count,
      transcript: z.array(
        z.looseObject({
          t: z.number(),
          dir: z.enum(['tx', 'rx']),
          type: z.string().min(1),
          hex: z.string().regex(/^([0-9A-F]{2})*$/),
          fields: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  ),
});

const message = z.looseObject({
  id,
  receivedAt: instant,
  pages: count,
  state: z.enum(['complete', 'partial']),
  read: z.boolean(),
  tsid: text.nullable(),
  csid: text.nullable(),
  callerId: text.nullable(),
  port: text,
  file: z.string().startsWith('/'),
  badLines: count,
  routing: z.array(
    z.looseObject({ method: text, state: z.enum(['done', 'retrying', 'failed']), error: text.nullable() }),
  ),
});
export const inboxShape = z.looseObject({ messages: z.array(message), total: count });
export const messageShape = z.looseObject({ message });

const port = z.looseObject({
  id: z.int().positive(),
  name: text,
  address: text,
  kind: z.enum(['loopback', 'modem', 't38', 'remote']),
  number: text,
  send: z.boolean(),
  receive: z.enum(['none', 'auto', 'manual']),
  rings: z.int(),
  csid: text,
  tsid: text,
  priority: z.int().positive(),
  canModify: z.boolean(),
  state: z.enum(['idle', 'ringing', 'dialing', 'sending', 'receiving', 'offline', 'out-of-service']),
  jobId: id.nullable(),
  page: z.int().nullable(),
  pages: z.int().nullable(),
  remoteId: text.nullable(),
  rate: z.int().nullable(),
  ecm: z.boolean().nullable(),
  since: instant,
  error: text.nullable(),
});
export const portsShape = z.looseObject({ ports: z.array(port) });
export const portShape = z.looseObject({ port });

export const settingsShape = z.looseObject({
  settings: z.array(
    z.looseObject({
      name: text,
      value: z.union([z.string(), z.number(), z.boolean()]),
      default: z.union([z.string(), z.number(), z.boolean()]),
      type: z.enum(['integer', 'boolean', 'string']),
      min: z.number().nullable(),
      max: z.number().nullable(),
      unit: text.nullable(),
      locked: z.boolean(),
    }),
  ),
});

export const tiffShape = z.looseObject({
  pages: z.array(
    z.looseObject({
      width: z.int().positive(),
      rows: count,
      xDpi: z.number(),
      yDpi: z.number(),
      compression: text,
      badLines: count,
    }),
  ),
  model: z.record(z.string(), z.unknown()),
});

export const convertShape = z.looseObject({
  out: z.string().startsWith('/'),
  pages: z.int().positive(),
  renderer: z.string().min(1),
  msPerPage: z.number().nonnegative(),
});

export const saveShape = z.looseObject({ out: z.string().startsWith('/'), pages: z.int().positive() });

export const readyShape = z.looseObject({ ready: z.literal(true), dataDir: z.string(), socket: z.string() });

export const readyEventShape = z.looseObject({ event: z.literal('ready'), address: text, port: z.int().nullable() });
export const endShape = z.looseObject({
  event: z.literal('end'),
  t: z.number(),
  outcome,
  pages: count,
  ecm: z.boolean().nullable(),
  rate: z.int().nullable(),
  coding: z.enum(['mh', 'mr', 'mmr']).nullable(),
  code: z.string().min(1),
  words: z.string().min(1),
  remoteId: text.nullable(),
  subAddress: text.nullable(),
  file: z.string().startsWith('/').nullable(),
  practice: z.boolean().nullable(),
});
/** The last line of a call's JSON where there was no call: a failure like every command's, and an end as well. */
export const endWithoutCallShape = endShape.extend({ pages: z.literal(0), file: z.null(), ...errorShape.shape });
/** One line of `fax call --json` or `fax answer --json`. */
export const trialEventShape = z.discriminatedUnion('event', [
  z.looseObject({
    event: z.literal('frame'),
    dir: z.enum(['tx', 'rx']),
    t: z.number(),
    type: z.string().min(1),
    hex: z.string().regex(/^([0-9A-F]{2})*$/),
    fields: z.record(z.string(), z.unknown()),
  }),
  z.looseObject({ event: z.literal('phase'), t: z.number(), phase: z.enum(['A', 'B', 'C', 'D', 'E']) }),
  z.looseObject({
    event: z.literal('page'),
    t: z.number(),
    n: z.int().positive(),
    rows: count,
    badRows: count,
    coding: z.enum(['mh', 'mr', 'mmr']),
    status: z.enum(['MCF', 'RTP', 'RTN', 'none']),
  }),
  readyEventShape,
  z.looseObject({ event: z.literal('ring'), rings: z.int().positive(), callerId: text.nullable() }),
  z.looseObject({
    event: z.literal('negotiated'),
    remoteId: text.nullable(),
    rate: z.int(),
    ecm: z.boolean(),
    coding: z.enum(['mh', 'mr', 'mmr']),
  }),
  endShape,
]);

export const modemsShape = z.looseObject({
  modems: z.array(
    z.looseObject({
      path: text,
      state: z.enum(['modem', 'in-use', 'silent', 'no-access', 'not-asked']),
      manufacturer: text.nullable(),
      model: text.nullable(),
      classes: z.array(text),
      use: text.nullable(),
      rates: z.array(z.int()),
      words: z.string().min(1),
    }),
  ),
});
