import { RadioGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import type { IconComponent } from './icons/icon.tsx';

export interface Segment<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly icon?: IconComponent;
  readonly disabled?: boolean;
}

export interface SegmentedControlProps<V extends string> {
  /** What is chosen, for screen readers. */
  readonly label: string;
  readonly value: V;
  readonly segments: readonly Segment<V>[];
  readonly onChange: (value: V) => void;
  readonly disabled?: boolean;
}

/** One of two to five, all in sight; arrow keys move. */
export function SegmentedControl<V extends string>(props: SegmentedControlProps<V>): ReactNode {
  const { label, value, segments, onChange, disabled } = props;
  const choose = (chosen: string): void => {
    const segment = segments.find((each) => each.value === chosen);
    if (segment) onChange(segment.value);
  };
  return (
    <RadioGroup.Root
      className="seg"
      aria-label={label}
      value={value}
      onValueChange={choose}
      disabled={disabled ?? false}
      orientation="horizontal"
    >
      {segments.map(({ value: each, label: words, icon: Icon, disabled: off }) => (
        <RadioGroup.Item key={each} value={each} disabled={off ?? false}>
          {Icon && <Icon />}
          {words}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
