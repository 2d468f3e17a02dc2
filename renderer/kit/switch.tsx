import { Checkbox as RadixCheckbox, Switch as RadixSwitch } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { CheckIcon } from './icons/icons.tsx';

export interface SwitchProps {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  /** Hides the label from sight, not from screen readers. */
  readonly labelHidden?: boolean;
  /** Id of the words that explain it. */
  readonly describedBy?: string;
}

/** On or off, at once or with the form's Save. */
export function Switch({ label, checked, onChange, disabled, labelHidden, describedBy }: SwitchProps): ReactNode {
  const id = useId();
  return (
    <span className="row flex-none">
      <RadixSwitch.Root
        id={id}
        className="switch"
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled ?? false}
        aria-describedby={describedBy}
      />
      <label htmlFor={id} className={labelHidden ? 'sr' : 's12 m'}>
        {label}
      </label>
    </span>
  );
}

/** A tick box with its words; see {@link Switch} for the props. */
export function Checkbox({ label, checked, onChange, disabled, labelHidden, describedBy }: SwitchProps): ReactNode {
  const id = useId();
  return (
    <span className="row flex-none">
      <RadixCheckbox.Root
        id={id}
        className="check"
        checked={checked}
        onCheckedChange={(value) => onChange(value === true)}
        disabled={disabled ?? false}
        aria-describedby={describedBy}
      >
        <RadixCheckbox.Indicator>
          <CheckIcon />
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <label htmlFor={id} className={labelHidden ? 'sr' : 's12 m'}>
        {label}
      </label>
    </span>
  );
}
