import { type ComponentProps, type ReactNode, useId } from 'react';

export interface FieldFrameProps {
  readonly label: ReactNode;
  /** The range or what it is for; always shown, below. */
  readonly hint?: ReactNode;
  /** Why the value is refused; takes the hint's place and is tied to the control. */
  readonly error?: string | null | undefined;
  readonly className?: string;
  /** Hides the label from sight, not from screen readers. */
  readonly labelHidden?: boolean;
  /** Draws the control with the ids that tie it to its label and words. */
  readonly children: (ids: FieldIds) => ReactNode;
}

export interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** Label above, control, hint or error below; any control fits in. */
export function FieldFrame({ label, hint, error, className, labelHidden, children }: FieldFrameProps): ReactNode {
  const id = useId();
  const wordsId = `${id}-words`;
  const words = error ?? hint;
  return (
    <div className={`field-group ${className ?? ''}`}>
      <label htmlFor={id} className={labelHidden ? 'sr' : 'lab'}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': words ? wordsId : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {words && (
        <p id={wordsId} className={error ? 'hint bad' : 'hint'}>
          {words}
        </p>
      )}
    </div>
  );
}

export interface FieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
  readonly labelHidden?: boolean;
  readonly groupClass?: string;
}

/** A line of text with its label, hint and error. */
export function Field({ label, hint, error, labelHidden, groupClass, className, ...input }: FieldProps): ReactNode {
  return (
    <FieldFrame
      label={label}
      hint={hint}
      error={error}
      labelHidden={labelHidden ?? false}
      {...(groupClass === undefined ? {} : { className: groupClass })}
    >
      {(ids) => (
        <input {...ids} className={`field ${className ?? ''}`} autoComplete="off" spellCheck={false} {...input} />
      )}
    </FieldFrame>
  );
}

export interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'id'> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
  readonly labelHidden?: boolean;
}

/** Several lines of text with label, hint and error. */
export function TextArea({ label, hint, error, labelHidden, className, ...area }: TextAreaProps): ReactNode {
  return (
    <FieldFrame label={label} hint={hint} error={error} labelHidden={labelHidden ?? false}>
      {(ids) => <textarea {...ids} className={`field ${className ?? ''}`} rows={3} {...area} />}
    </FieldFrame>
  );
}
