import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

export interface Tab<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly panel: ReactNode;
}

export interface TabsProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly tabs: readonly Tab<V>[];
  readonly onChange: (value: V) => void;
  /** Right of the tabs, on their line: verbs and close. */
  readonly beside?: ReactNode;
}

/** Tabs on one line with room for verbs; only the chosen panel is mounted. */
export function Tabs<V extends string>({ label, value, tabs, onChange, beside }: TabsProps<V>): ReactNode {
  const choose = (chosen: string): void => {
    const tab = tabs.find((each) => each.value === chosen);
    if (tab) onChange(tab.value);
  };
  return (
    <Radix.Root className="fill flex flex-col" value={value} onValueChange={choose}>
      <div className="row tab-line">
        <Radix.List className="tabs" aria-label={label}>
          {tabs.map((tab) => (
            <Radix.Trigger key={tab.value} value={tab.value}>
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        <span className="fill" />
        {beside}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="tab-panel fill flex flex-col">
          {tab.panel}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
