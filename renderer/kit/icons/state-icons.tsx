import { icon } from './icon.tsx';

/** Icons of states: each has a shape of its own, so that colour is never needed to tell them apart. */
export const StateUpIcon = icon(
  'StateUp',
  <>
    <circle className="solid" cx="8" cy="8" r="7" />
    <path className="cutout" d="M8 11.2V4.9M5.2 7.5 8 4.7l2.8 2.8" />
  </>,
);
export const StateDownIcon = icon(
  'StateDown',
  <>
    <circle className="solid" cx="8" cy="8" r="7" />
    <path className="cutout" d="M8 4.8v6.3M5.2 8.5 8 11.3l2.8-2.8" />
  </>,
);
export const StateWaitingIcon = icon(
  'StateWaiting',
  <>
    <circle cx="8" cy="8" r="6.25" />
    <path d="M5.2 8h.01M8 8h.01M10.8 8h.01" strokeWidth="1.9" />
  </>,
);
export const StateBlockedIcon = icon(
  'StateBlocked',
  <>
    <rect x="2" y="3" width="8.5" height="4" rx="1.2" />
    <rect x="5.5" y="9" width="8.5" height="4" rx="1.2" />
  </>,
);
export const StatePausedIcon = icon(
  'StatePaused',
  <>
    <rect x="1.75" y="1.75" width="12.5" height="12.5" rx="3" />
    <path d="M6.3 5.6v4.8M9.7 5.6v4.8" />
  </>,
);
export const StateFailedIcon = icon(
  'StateFailed',
  <>
    <path className="solid" d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" />
    <path className="cutout" d="m5.8 5.8 4.4 4.4M10.2 5.8l-4.4 4.4" />
  </>,
);
export const StateDoneIcon = icon(
  'StateDone',
  <>
    <circle className="solid" cx="8" cy="8" r="7" />
    <path className="cutout" d="m4.9 8.2 2.2 2.2 4-4.4" />
  </>,
);
export const StateRemovingIcon = icon(
  'StateRemoving',
  <>
    <circle cx="8" cy="8" r="6.25" strokeDasharray="2.4 2.1" />
    <path d="M5.4 8h5.2" />
  </>,
);
export const StateUnknownIcon = icon(
  'StateUnknown',
  <>
    <circle cx="8" cy="8" r="6.25" strokeDasharray="2.4 2.1" />
    <path d="M6.3 6.3a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.9.6-.9 1.2M8 11.2h.01" />
  </>,
);
