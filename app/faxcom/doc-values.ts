import { invalid } from './com-error.ts';
import type { Session } from './session.ts';

/** What a document is before anything is said of it (object model 7.20). */
const plainValues = {
  fileName: '',
  faxNumber: '',
  displayName: '',
  discountSend: false,
  tsid: '',
  billingCode: '',
  emailAddress: '',
  callHandle: 0,
  sendCoverpage: false,
  coverpageName: '',
  serverCoverpage: false,
  coverpageNote: '',
  coverpageSubject: '',
  recipientName: '',
  recipientCompany: '',
  recipientAddress: '',
  recipientCity: '',
  recipientState: '',
  recipientZip: '',
  recipientCountry: '',
  recipientTitle: '',
  recipientDepartment: '',
  recipientOffice: '',
  recipientHomePhone: '',
  recipientOfficePhone: '',
  senderName: '',
  senderCompany: '',
  senderAddress: '',
  senderTitle: '',
  senderDepartment: '',
  senderOffice: '',
  senderHomePhone: '',
  senderOfficePhone: '',
  senderFax: '',
};

/** Everything that a FaxDoc holds. */
export type DocValues = { -readonly [N in keyof typeof plainValues]: Widened<(typeof plainValues)[N]> };
type Widened<T> = T extends string ? string : T extends boolean ? boolean : number;

/** The values of one document, and the connection that it came by. */
export class HeldValues {
  readonly session: Session;
  readonly values: DocValues = { ...plainValues };

  constructor(session: Session) {
    this.session = session;
  }

  get<N extends keyof DocValues>(name: N): Promise<DocValues[N]> {
    return this.session.known(this.values[name]);
  }

  /** Throws ERROR_INVALID_PARAMETER for a value of another type. */
  async put<N extends keyof DocValues>(name: N, value: DocValues[N]): Promise<void> {
    this.session.assertConnected();
    if (typeof value !== typeof plainValues[name])
      throw invalid(`This value is not allowed for ${name}.`, `It is a ${typeof plainValues[name]}.`);
    this.values[name] = value;
  }
}
