import type { HeldValues } from './doc-values.ts';

/**
 * The values of a document: those of the recipient and the sender, which a cover page shows (object model 1.9). They are
 * all empty until they are set, and stay with the document.
 */
export abstract class DocFields {
  readonly #held: HeldValues;

  /** @internal */
  protected constructor(held: HeldValues) {
    this.#held = held;
  }

  recipientName(): Promise<string> {
    return this.#held.get('recipientName');
  }

  setRecipientName(value: string): Promise<void> {
    return this.#held.put('recipientName', value);
  }

  recipientCompany(): Promise<string> {
    return this.#held.get('recipientCompany');
  }

  setRecipientCompany(value: string): Promise<void> {
    return this.#held.put('recipientCompany', value);
  }

  /** Street and house. */
  recipientAddress(): Promise<string> {
    return this.#held.get('recipientAddress');
  }

  setRecipientAddress(value: string): Promise<void> {
    return this.#held.put('recipientAddress', value);
  }

  recipientCity(): Promise<string> {
    return this.#held.get('recipientCity');
  }

  setRecipientCity(value: string): Promise<void> {
    return this.#held.put('recipientCity', value);
  }

  recipientState(): Promise<string> {
    return this.#held.get('recipientState');
  }

  setRecipientState(value: string): Promise<void> {
    return this.#held.put('recipientState', value);
  }

  recipientZip(): Promise<string> {
    return this.#held.get('recipientZip');
  }

  setRecipientZip(value: string): Promise<void> {
    return this.#held.put('recipientZip', value);
  }

  recipientCountry(): Promise<string> {
    return this.#held.get('recipientCountry');
  }

  setRecipientCountry(value: string): Promise<void> {
    return this.#held.put('recipientCountry', value);
  }

  recipientTitle(): Promise<string> {
    return this.#held.get('recipientTitle');
  }

  setRecipientTitle(value: string): Promise<void> {
    return this.#held.put('recipientTitle', value);
  }

  recipientDepartment(): Promise<string> {
    return this.#held.get('recipientDepartment');
  }

  setRecipientDepartment(value: string): Promise<void> {
    return this.#held.put('recipientDepartment', value);
  }

  /** Where the office is. */
  recipientOffice(): Promise<string> {
    return this.#held.get('recipientOffice');
  }

  setRecipientOffice(value: string): Promise<void> {
    return this.#held.put('recipientOffice', value);
  }

  recipientHomePhone(): Promise<string> {
    return this.#held.get('recipientHomePhone');
  }

  setRecipientHomePhone(value: string): Promise<void> {
    return this.#held.put('recipientHomePhone', value);
  }

  recipientOfficePhone(): Promise<string> {
    return this.#held.get('recipientOfficePhone');
  }

  setRecipientOfficePhone(value: string): Promise<void> {
    return this.#held.put('recipientOfficePhone', value);
  }

  /** The person, not the account. */
  senderName(): Promise<string> {
    return this.#held.get('senderName');
  }

  setSenderName(value: string): Promise<void> {
    return this.#held.put('senderName', value);
  }

  senderCompany(): Promise<string> {
    return this.#held.get('senderCompany');
  }

  setSenderCompany(value: string): Promise<void> {
    return this.#held.put('senderCompany', value);
  }

  /** The whole address in one block. */
  senderAddress(): Promise<string> {
    return this.#held.get('senderAddress');
  }

  setSenderAddress(value: string): Promise<void> {
    return this.#held.put('senderAddress', value);
  }

  senderTitle(): Promise<string> {
    return this.#held.get('senderTitle');
  }

  setSenderTitle(value: string): Promise<void> {
    return this.#held.put('senderTitle', value);
  }

  senderDepartment(): Promise<string> {
    return this.#held.get('senderDepartment');
  }

  setSenderDepartment(value: string): Promise<void> {
    return this.#held.put('senderDepartment', value);
  }

  /** Where the office is. */
  senderOffice(): Promise<string> {
    return this.#held.get('senderOffice');
  }

  setSenderOffice(value: string): Promise<void> {
    return this.#held.put('senderOffice', value);
  }

  senderHomePhone(): Promise<string> {
    return this.#held.get('senderHomePhone');
  }

  setSenderHomePhone(value: string): Promise<void> {
    return this.#held.put('senderHomePhone', value);
  }

  senderOfficePhone(): Promise<string> {
    return this.#held.get('senderOfficePhone');
  }

  setSenderOfficePhone(value: string): Promise<void> {
    return this.#held.put('senderOfficePhone', value);
  }

  /** The sender’s own fax number. */
  senderFax(): Promise<string> {
    return this.#held.get('senderFax');
  }

  setSenderFax(value: string): Promise<void> {
    return this.#held.put('senderFax', value);
  }
}
