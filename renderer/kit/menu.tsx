import { ContextMenu as RadixContext, DropdownMenu as RadixDropdown } from 'radix-ui';
import type { ReactNode } from 'react';
import type { IconComponent } from './icons/icon.tsx';
import { CheckIcon } from './icons/icons.tsx';
import { Kbd } from './kbd.tsx';

export type MenuEntry =
  | {
      readonly kind: 'item';
      readonly id: string;
      readonly label: string;
      readonly icon?: IconComponent | undefined;
      readonly keys?: string | undefined;
      readonly danger?: boolean | undefined;
      readonly disabled?: boolean | undefined;
      /** Present: the item is a tick box. */
      readonly checked?: boolean | undefined;
      readonly onSelect: () => void;
    }
  | { readonly kind: 'rule'; readonly id: string }
  | { readonly kind: 'title'; readonly id: string; readonly label: string };

type Parts = typeof RadixContext | typeof RadixDropdown;

const entries = (parts: Parts, list: readonly MenuEntry[]): ReactNode => list.map((entry) => entryOf(parts, entry));

function entryOf(parts: Parts, entry: MenuEntry): ReactNode {
  switch (entry.kind) {
    case 'rule':
      return <parts.Separator key={entry.id} className="menu-rule" />;
    case 'title':
      return (
        <parts.Label key={entry.id} className="menu-title cut">
          {entry.label}
        </parts.Label>
      );
    case 'item':
      return item(parts, entry);
  }
}

function item(parts: Parts, entry: Extract<MenuEntry, { kind: 'item' }>): ReactNode {
  const { id, label, icon: Icon, keys, danger, disabled, checked, onSelect } = entry;
  const className = danger ? 'menu-item danger' : 'menu-item';
  const content = (
    <>
      {Icon ? <Icon /> : checked === undefined ? null : checked ? <CheckIcon /> : <span className="i" />}
      <span className="cut">{label}</span>
      {keys && <Kbd keys={keys} />}
    </>
  );
  return checked === undefined ? (
    <parts.Item key={id} className={className} disabled={disabled ?? false} onSelect={onSelect}>
      {content}
    </parts.Item>
  ) : (
    <parts.CheckboxItem
      key={id}
      className={className}
      disabled={disabled ?? false}
      checked={checked}
      onSelect={onSelect}
    >
      {content}
    </parts.CheckboxItem>
  );
}

export interface MenuProps {
  readonly entries: readonly MenuEntry[];
  readonly onOpenChange?: (open: boolean) => void;
  readonly align?: 'start' | 'end';
  /** The button that opens it; one element. */
  readonly children: ReactNode;
}

/** A menu under its button. */
export function Menu({ entries: list, onOpenChange, align = 'end', children }: MenuProps): ReactNode {
  return (
    <RadixDropdown.Root modal={false} {...(onOpenChange ? { onOpenChange } : {})}>
      <RadixDropdown.Trigger asChild>{children}</RadixDropdown.Trigger>
      <RadixDropdown.Portal>
        <RadixDropdown.Content className="menu" align={align} sideOffset={4} collisionPadding={8}>
          {entries(RadixDropdown, list)}
        </RadixDropdown.Content>
      </RadixDropdown.Portal>
    </RadixDropdown.Root>
  );
}

/** The same menu at the pointer, or at the focused element with the menu key. */
export function ContextMenu({ entries: list, onOpenChange, children }: MenuProps): ReactNode {
  return (
    <RadixContext.Root modal={false} {...(onOpenChange ? { onOpenChange } : {})}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content className="menu" collisionPadding={8}>
          {entries(RadixContext, list)}
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  );
}
