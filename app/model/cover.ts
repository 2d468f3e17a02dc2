import { z } from 'zod';
import { type Person, unknownPerson } from './person.ts';

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

/**
 * What a cover page can show (object model 3.7), and e-mail and billing code as extras. A sender's address is one
 * block; a recipient's is split.
 */
export const coverFieldNames = [
  'recipientName',
  'recipientFax',
  'recipientCompany',
  'recipientAddress',
  'recipientCity',
  'recipientState',
  'recipientZip',
  'recipientCountry',
  'recipientTitle',
  'recipientDepartment',
  'recipientOffice',
  'recipientHomePhone',
  'recipientOfficePhone',
  'recipientEmail',
  'senderName',
  'senderFax',
  'senderCompany',
  'senderAddress',
  'senderTitle',
  'senderDepartment',
  'senderOffice',
  'senderHomePhone',
  'senderOfficePhone',
  'senderEmail',
  'subject',
  'note',
  'dateSent',
  'pages',
  'billingCode',
] as const;
export type CoverFieldName = (typeof coverFieldNames)[number];

/** The values that a cover page is drawn with. An empty one takes no room. */
export type CoverFields = Readonly<Record<CoverFieldName, string>>;

/** Fields of which none is known. */
export const noCoverFields: CoverFields = coverFields({});

/** Some fields as all of them: those that are not given are empty. */
export function coverFields(known: Partial<CoverFields>): CoverFields {
  return Object.fromEntries(coverFieldNames.map((name) => [name, known[name] ?? ''])) as Record<CoverFieldName, string>;
}

/** What a fax knows for its cover page; null where it is not known. */
export interface CoverFacts {
  readonly recipient: { readonly name: string | null; readonly number: string; readonly person: Person | null };
  readonly sender: { readonly name: string | null; readonly person: Person | null };
  readonly subject: string | null;
  readonly note: string | null;
  readonly billing: string | null;
  /** Date and time as they stand on the page, in the office's local time: `2026-03-07 14:05`. */
  readonly dateSent: string;
  /** Pages of the whole fax, the cover included. */
  readonly pages: number;
}

/** A fax's facts as the fields of its cover page. Pure. */
export function coverFieldsOf({ recipient, sender, ...fax }: CoverFacts): CoverFields {
  const { email: recipientEmail, ...to } = recipient.person ?? unknownPerson;
  const { email: senderEmail, ...from } = sender.person ?? unknownPerson;
  return {
    recipientName: recipient.name ?? '',
    recipientFax: recipient.number,
    recipientCompany: to.company,
    recipientAddress: to.address,
    recipientCity: to.city,
    recipientState: to.state,
    recipientZip: to.zip,
    recipientCountry: to.country,
    recipientTitle: to.title,
    recipientDepartment: to.department,
    recipientOffice: to.office,
    recipientHomePhone: to.homePhone,
    recipientOfficePhone: to.officePhone,
    recipientEmail,
    senderName: sender.name ?? '',
    senderFax: from.fax,
    senderCompany: from.company,
    senderAddress: senderAddress(from),
    senderTitle: from.title,
    senderDepartment: from.department,
    senderOffice: from.office,
    senderHomePhone: from.homePhone,
    senderOfficePhone: from.officePhone,
    senderEmail,
    subject: fax.subject ?? '',
    note: fax.note ?? '',
    dateSent: fax.dateSent,
    pages: String(fax.pages),
    billingCode: fax.billing ?? '',
  };
}

/** One block: where a phone book has split a sender's address, its parts follow below the street. */
function senderAddress(person: Omit<Person, 'email'>): string {
  const town = [person.city, person.state, person.zip].filter((part) => part !== '').join(' ');
  return [person.address, town, person.country].filter((line) => line !== '').join('\n');
}
