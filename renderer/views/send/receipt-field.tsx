import type { ReactNode } from 'react';
import { receiptOrderSchema } from '../../../app/model/receipt.ts';
import { Checkbox, Field } from '../../kit/index.ts';
import type { Draft, DraftAction } from './draft.ts';

/** Why no receipt can go to this address, as it is typed; null where it can, and where none is asked for. */
export function receiptProblem(typed: string, receipts: boolean): string | null {
  const address = typed.trim();
  if (address === '') return null;
  if (!receipts) return 'The server sends no receipts. Empty the address.';
  return receiptOrderSchema.shape.address.safeParse(address).success ? null : 'This is not an e-mail address.';
}

export interface ReceiptFieldProps {
  readonly receipt: Draft['receipt'];
  /** The server sends receipts by mail. */
  readonly receipts: boolean;
  readonly dispatch: (action: DraftAction) => void;
}

/** A mail that tells how the fax ended: shown where a mail server is set, or an address from before must go. */
export function ReceiptField({ receipt, receipts, dispatch }: ReceiptFieldProps): ReactNode {
  if (!receipts && receipt.address === '') return null;
  const set = (change: Partial<Draft['receipt']>): void =>
    dispatch({ type: 'receiptSet', receipt: { ...receipt, ...change } });
  // A half-typed address is not wrong yet: its faults show once it looks finished.
  const problem = receipt.address.includes('@') || !receipts ? receiptProblem(receipt.address, receipts) : null;
  return (
    <div className="send-receipt">
      <Field
        label="Receipt by e-mail"
        type="email"
        maxLength={254}
        placeholder="None"
        value={receipt.address}
        error={problem}
        onChange={(event) => set({ address: event.target.value })}
      />
      <Checkbox
        label="Attach the proof"
        checked={receipt.attach}
        disabled={receipt.address.trim() === ''}
        onChange={(attach) => set({ attach })}
      />
    </div>
  );
}
