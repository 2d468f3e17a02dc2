import type { CSSProperties, ReactNode } from 'react';

export interface IconProps {
  /** Edge in px; 16 when left out. */
  readonly size?: number;
  readonly className?: string;
  readonly style?: CSSProperties;
}
export type IconComponent = (props: IconProps) => ReactNode;

/** Makes a 16-unit line icon; always decorative: the word beside it or the control's label says what it is. */
export function icon(name: string, drawing: ReactNode): IconComponent {
  function Icon({ size, className, style }: IconProps): ReactNode {
    const sized = size === undefined ? style : { width: size, height: size, ...style };
    return (
      <svg className={className ? `i ${className}` : 'i'} viewBox="0 0 16 16" aria-hidden="true" style={sized}>
        {drawing}
      </svg>
    );
  }
  Icon.displayName = `${name}Icon`;
  return Icon;
}
