import type { ReactNode } from 'react';
import type { StateIconName, StateWords } from '../words/job-state.ts';
import type { IconComponent } from './icons/icon.tsx';
import { ClockIcon, MoonIcon, RetryIcon } from './icons/icons.tsx';
import {
  StateBlockedIcon,
  StateDoneIcon,
  StateDownIcon,
  StateFailedIcon,
  StatePausedIcon,
  StateRemovingIcon,
  StateUnknownIcon,
  StateUpIcon,
  StateWaitingIcon,
} from './icons/state-icons.tsx';

/** The drawing of each state icon. */
export const stateIcons: Readonly<Record<StateIconName, IconComponent>> = {
  up: StateUpIcon,
  down: StateDownIcon,
  waiting: StateWaitingIcon,
  blocked: StateBlockedIcon,
  clock: ClockIcon,
  moon: MoonIcon,
  retry: RetryIcon,
  paused: StatePausedIcon,
  failed: StateFailedIcon,
  done: StateDoneIcon,
  removing: StateRemovingIcon,
  unknown: StateUnknownIcon,
};

/** Icon, word and colour of a state, in that order. */
export function StateBadge({ state }: { readonly state: StateWords }): ReactNode {
  const Icon = stateIcons[state.icon];
  return (
    <span className={`st st-${state.look}`}>
      <Icon />
      <span className="cut">{state.word}</span>
    </span>
  );
}
