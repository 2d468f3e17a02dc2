import { Select as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { FieldFrame } from './field.tsx';
import { CheckIcon, ChevronDownIcon } from './icons/icons.tsx';

export interface SelectOption<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SelectProps<V extends string> {
  readonly label: ReactNode;
  readonly labelHidden?: boolean;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
  readonly value: V;
  readonly options: readonly SelectOption<V>[];
  readonly onChange: (value: V) => void;
  readonly disabled?: boolean;
}

/** The nonce that the page's content policy asks of style elements; the list makes one for its scroll bar. */
const pageNonce = (): string | undefined =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce || undefined;

/** One of a list; the value's words are on the button. */
export function Select<V extends string>(props: SelectProps<V>): ReactNode {
  const { label, labelHidden, hint, error, value, options, onChange, disabled } = props;
  const choose = (chosen: string): void => {
    const option = options.find((each) => each.value === chosen);
    if (option) onChange(option.value);
  };
  return (
    <FieldFrame label={label} labelHidden={labelHidden ?? false} hint={hint} error={error}>
      {(ids) => (
        <Radix.Root value={value} onValueChange={choose} disabled={disabled ?? false}>
          <Radix.Trigger {...ids} className="field select-trigger">
            <span className="cut">
              <Radix.Value />
            </span>
            <Radix.Icon asChild>
              <ChevronDownIcon size={12} />
            </Radix.Icon>
          </Radix.Trigger>
          <Radix.Portal>
            <Radix.Content className="menu" position="popper" sideOffset={4} collisionPadding={8}>
              <Radix.Viewport nonce={pageNonce()}>
                {options.map((option) => (
                  <Radix.Item
                    key={option.value}
                    value={option.value}
                    disabled={option.disabled ?? false}
                    className="menu-item"
                  >
                    <Radix.ItemText>{option.label}</Radix.ItemText>
                    <Radix.ItemIndicator className="ml-auto">
                      <CheckIcon size={12} />
                    </Radix.ItemIndicator>
                  </Radix.Item>
                ))}
              </Radix.Viewport>
            </Radix.Content>
          </Radix.Portal>
        </Radix.Root>
      )}
    </FieldFrame>
  );
}
