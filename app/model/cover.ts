import { z } from 'zod';

/** Which cover page goes in front: a common one by name, or a personal one by the full path of its file. */
export const coverChoiceSchema = z.object({
  name: z.string().min(1).max(4096),
  scope: z.enum(['common', 'personal']),
});
export type CoverChoice = Readonly<z.infer<typeof coverChoiceSchema>>;

/** A cover page that may be chosen. */
export const coverSchema = z.object({
  name: z.string(),
  title: z.string(),
  scope: z.enum(['common', 'personal']),
  paper: z.enum(['a4', 'letter']),
});
export type Cover = Readonly<z.infer<typeof coverSchema>>;
