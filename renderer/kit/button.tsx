import type { ComponentProps, ReactNode } from 'react';
import type { IconComponent } from './icons/icon.tsx';
import { Kbd } from './kbd.tsx';
import { Tooltip } from './tooltip.tsx';

export interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` once a view; `quiet` in toolbars; `danger` for what cannot be undone. */
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly size?: 'normal' | 'large';
  readonly icon?: IconComponent;
  /** The key that does the same, as `parseKey` writes it: `Ctrl+Enter`, `R`. */
  readonly keys?: string | undefined;
}

const kinds = { primary: 'btn pri', plain: 'btn', quiet: 'btn quiet', danger: 'btn danger' } as const;

/** A button that says what will happen; `type` is `button` unless told. */
export function Button({
  kind = 'plain',
  size,
  icon: Icon,
  keys,
  className,
  children,
  ...rest
}: ButtonProps): ReactNode {
  const classes = [kinds[kind], size === 'large' ? 'lg' : '', className ?? ''].join(' ').trim();
  return (
    <button type="button" className={classes} {...rest}>
      {Icon && <Icon />}
      {children}
      {keys && <Kbd keys={keys} />}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  readonly icon: IconComponent;
  /** What it does: the accessible name and the tooltip. */
  readonly label: string;
}

/** A button of an icon alone, with its words and key in a tooltip. */
export function IconButton({
  icon: Icon,
  label,
  keys,
  kind = 'quiet',
  size,
  className,
  ...rest
}: IconButtonProps): ReactNode {
  const classes = [kinds[kind], 'ico', size === 'large' ? 'lg' : '', className ?? ''].join(' ').trim();
  return (
    <Tooltip words={label} keys={keys}>
      <button type="button" aria-label={label} className={classes} {...rest}>
        <Icon />
      </button>
    </Tooltip>
  );
}
