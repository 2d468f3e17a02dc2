import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import type { SubmitInput } from '../contract/requests.ts';
import { FaxComError, invalid } from './com-error.ts';
import { DocFields } from './doc-fields.ts';
import { type DocValues, HeldValues } from './doc-values.ts';
import type { Session } from './session.ts';

/**
 * An outgoing document (object model 1.9), made by `FaxServer.createDocument`. Set what is known, then `send`; the same
 * document may be sent again to other numbers.
 */
export class FaxDoc extends DocFields {
  readonly #held: HeldValues;

  private constructor(held: HeldValues) {
    super(held);
    this.#held = held;
  }

  /** @internal */
  static of(session: Session, fileName: string): FaxDoc {
    const held = new HeldValues(session);
    held.values.fileName = fileName;
    return new FaxDoc(held);
  }

  /** Full path of the file to send. Needed by `send`. */
  fileName(): Promise<string> {
    return this.#held.get('fileName');
  }

  setFileName(value: string): Promise<void> {
    return this.#held.put('fileName', value);
  }

  /** The number to send to. Needed by `send`. */
  faxNumber(): Promise<string> {
    return this.#held.get('faxNumber');
  }

  setFaxNumber(value: string): Promise<void> {
    return this.#held.put('faxNumber', value);
  }

  /** Name in the queue; the subject or the file’s name where it is empty. */
  displayName(): Promise<string> {
    return this.#held.get('displayName');
  }

  setDisplayName(value: string): Promise<void> {
    return this.#held.put('displayName', value);
  }

  /** True: it waits for the discount rate. */
  discountSend(): Promise<boolean> {
    return this.#held.get('discountSend');
  }

  setDiscountSend(value: boolean): Promise<void> {
    return this.#held.put('discountSend', value);
  }

  /** Our identification for this fax; sent where `FaxServer.useDeviceTsid` is false. */
  tsid(): Promise<string> {
    return this.#held.get('tsid');
  }

  setTsid(value: string): Promise<void> {
    return this.#held.put('tsid', value);
  }

  /** Free text, kept with the fax. */
  billingCode(): Promise<string> {
    return this.#held.get('billingCode');
  }

  setBillingCode(value: string): Promise<void> {
    return this.#held.put('billingCode', value);
  }

  /** Where a mail goes that tells how the fax ended; "" asks for none. */
  emailAddress(): Promise<string> {
    return this.#held.get('emailAddress');
  }

  setEmailAddress(value: string): Promise<void> {
    return this.#held.put('emailAddress', value);
  }

  /** Kept for scripts; it has no effect. */
  callHandle(): Promise<number> {
    return this.#held.get('callHandle');
  }

  setCallHandle(value: number): Promise<void> {
    return this.#held.put('callHandle', value);
  }

  /** A cover page goes in front; then `coverpageName` is needed. */
  sendCoverpage(): Promise<boolean> {
    return this.#held.get('sendCoverpage');
  }

  setSendCoverpage(value: boolean): Promise<void> {
    return this.#held.put('sendCoverpage', value);
  }

  /** A common cover page’s name on the server, or the full path of a personal one. */
  coverpageName(): Promise<string> {
    return this.#held.get('coverpageName');
  }

  setCoverpageName(value: string): Promise<void> {
    return this.#held.put('coverpageName', value);
  }

  /** `coverpageName` is that of a common page on the server. */
  serverCoverpage(): Promise<boolean> {
    return this.#held.get('serverCoverpage');
  }

  setServerCoverpage(value: boolean): Promise<void> {
    return this.#held.put('serverCoverpage', value);
  }

  coverpageNote(): Promise<string> {
    return this.#held.get('coverpageNote');
  }

  setCoverpageNote(value: string): Promise<void> {
    return this.#held.put('coverpageNote', value);
  }

  coverpageSubject(): Promise<string> {
    return this.#held.get('coverpageSubject');
  }

  setCoverpageSubject(value: string): Promise<void> {
    return this.#held.put('coverpageSubject', value);
  }

  /** Kept for scripts; it has no effect, and cannot be read. */
  async setConnectionObject(_value: unknown): Promise<void> {
    this.#held.session.assertConnected();
  }

  /**
   * Queues the document for `faxNumber` and returns the job's id. The job is on the server's disk then.
   *
   * Throws ERROR_INVALID_PARAMETER where file, number or a wanted cover page's name are missing or not right,
   * ERROR_FILE_NOT_FOUND, ERROR_INVALID_DATA for an empty file, ERROR_ACCESS_DENIED for a personal cover page where only
   * the server's may be used and for a number that may not be dialled, ERROR_WRITE_PROTECT while the queue takes no new
   * faxes, ERROR_UNSUPPORTED_TYPE where no mails about faxes are sent.
   */
  async send(): Promise<number> {
    this.#held.session.assertConnected();
    const { jobs } = await this.#held.session.request('submit', submissionOf(this.#held.values));
    const [job] = jobs;
    if (job === undefined) throw new FaxComError('PROTOCOL_ERROR');
    return job.id;
  }
}

/** What the server is asked for (object model 6.1). Throws ERROR_INVALID_PARAMETER where something is missing. */
function submissionOf(values: Readonly<DocValues>): SubmitInput {
  if (values.fileName === '') throw invalid('There is no file to send.', 'Set fileName.');
  if (values.faxNumber === '') throw invalid('There is no number to send to.', 'Set faxNumber.');
  if (values.sendCoverpage && values.coverpageName === '')
    throw invalid('A cover page is wanted, and none is named.', 'Set coverpageName, or sendCoverpage to false.');
  return {
    document: { kind: 'files', files: [absolute(values.fileName)], options: {} },
    recipients: [{ number: values.faxNumber, name: values.recipientName || null, person: recipientOf(values) }],
    subject: values.coverpageSubject || null,
    note: values.coverpageNote || null,
    sender: values.senderName || null,
    senderPerson: senderOf(values),
    tsid: values.tsid || null,
    billing: values.billingCode || null,
    displayName: values.displayName || null,
    userName: userInfo().username,
    when: { kind: values.discountSend ? 'discount' : 'now' },
    cover: coverOf(values),
    receipt: values.emailAddress === '' ? null : { address: values.emailAddress },
    key: randomUUID(),
  };
}

function coverOf(values: Readonly<DocValues>): SubmitInput['cover'] {
  if (!values.sendCoverpage) return null;
  if (values.serverCoverpage) return { name: values.coverpageName, scope: 'common' };
  return { name: absolute(values.coverpageName), scope: 'personal' };
}

/** The server may run in another folder. */
const absolute = (path: string): string => (isAbsolute(path) ? path : resolve(path));

function recipientOf(values: Readonly<DocValues>) {
  return {
    company: values.recipientCompany,
    address: values.recipientAddress,
    city: values.recipientCity,
    state: values.recipientState,
    zip: values.recipientZip,
    country: values.recipientCountry,
    title: values.recipientTitle,
    department: values.recipientDepartment,
    office: values.recipientOffice,
    homePhone: values.recipientHomePhone,
    officePhone: values.recipientOfficePhone,
  };
}

function senderOf(values: Readonly<DocValues>) {
  return {
    company: values.senderCompany,
    address: values.senderAddress,
    title: values.senderTitle,
    department: values.senderDepartment,
    office: values.senderOffice,
    homePhone: values.senderHomePhone,
    officePhone: values.senderOfficePhone,
    fax: values.senderFax,
  };
}
