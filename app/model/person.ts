import { z } from 'zod';

const field = z.string().max(200).default('');

/**
 * A sender or recipient as a cover page shows it (object model 1.9, 3.7). The name and the fax number are kept beside
 * it. A sender's address is one block in `address`; a recipient's is split.
 */
export const personSchema = z.object({
  company: field,
  address: z.string().max(500).default(''),
  city: field,
  state: field,
  zip: field,
  country: field,
  title: field,
  department: field,
  office: field,
  homePhone: field,
  officePhone: field,
  /** The sender's own fax number; a recipient's is the number dialled. */
  fax: field,
  email: field,
});
export type Person = Readonly<z.infer<typeof personSchema>>;
export type PersonInput = z.input<typeof personSchema>;

/** Nobody knows anything of them. */
export const unknownPerson: Person = personSchema.parse({});
