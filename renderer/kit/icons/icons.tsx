import { icon } from './icon.tsx';

/** Icons of acts and things, 16 units, drawn with a line of 1.5. */
export const SearchIcon = icon(
  'Search',
  <>
    <circle cx="7" cy="7" r="4.5" />
    <path d="m10.4 10.4 3.4 3.4" />
  </>,
);
export const ZoomInIcon = icon(
  'ZoomIn',
  <>
    <circle cx="7" cy="7" r="4.5" />
    <path d="m10.4 10.4 3.4 3.4M7 5.2v3.6M5.2 7h3.6" />
  </>,
);
export const ZoomOutIcon = icon(
  'ZoomOut',
  <>
    <circle cx="7" cy="7" r="4.5" />
    <path d="m10.4 10.4 3.4 3.4M5.2 7h3.6" />
  </>,
);
export const PersonIcon = icon(
  'Person',
  <>
    <circle cx="8" cy="5.2" r="2.7" />
    <path d="M2.8 13.6c.6-2.7 2.6-4.1 5.2-4.1s4.6 1.4 5.2 4.1" />
  </>,
);
export const GearIcon = icon(
  'Gear',
  <>
    <circle cx="8" cy="8" r="2.1" />
    <path d="M8 1.6v1.9M8 12.5v1.9M1.6 8h1.9M12.5 8h1.9M3.5 3.5l1.3 1.3M11.2 11.2l1.3 1.3M12.5 3.5l-1.3 1.3M4.8 11.2l-1.3 1.3" />
  </>,
);
export const ClockIcon = icon(
  'Clock',
  <>
    <circle cx="8" cy="8" r="6.25" />
    <path d="M8 4.6V8l2.3 1.6" />
  </>,
);
export const MoonIcon = icon('Moon', <path d="M13.6 9.6A6 6 0 0 1 6.4 2.4a6 6 0 1 0 7.2 7.2z" />);
export const FolderIcon = icon(
  'Folder',
  <path d="M1.75 4.2a1 1 0 0 1 1-1h3.3l1.5 1.7h5.7a1 1 0 0 1 1 1v6.4a1 1 0 0 1-1 1H2.75a1 1 0 0 1-1-1z" />,
);
export const InboxIcon = icon(
  'Inbox',
  <>
    <path d="M1.8 9h3.4l1 2h3.6l1-2h3.4" />
    <path d="M4 2.75h8l2.25 6.1v3.4a1 1 0 0 1-1 1H2.75a1 1 0 0 1-1-1v-3.4z" />
  </>,
);
export const RedoIcon = icon('Redo', <path d="M10.6 2.8 13.8 6l-3.2 3.2M13.5 6H6.3a3.8 3.8 0 0 0 0 7.6H10" />);
export const UndoIcon = icon('Undo', <path d="M5.4 2.8 2.2 6l3.2 3.2M2.5 6h7.2a3.8 3.8 0 0 1 0 7.6H6" />);
export const RetryIcon = icon('Retry', <path d="M13.6 8A5.6 5.6 0 1 1 11.7 3.8M13.7 1.7v3.1h-3.1" />);
export const RotateIcon = icon('Rotate', <path d="M13.4 8.6A5.5 5.5 0 1 1 11.5 4l1.9 1.7M13.6 2.6v3.3h-3.3" />);
export const RotateBackIcon = icon('RotateBack', <path d="M2.6 8.6A5.5 5.5 0 1 0 4.5 4L2.6 5.7M2.4 2.6v3.3h3.3" />);
export const SendIcon = icon('Send', <path d="M14 2 7.2 8.8M14 2 9.8 14l-2.6-5.2L2 6.2z" />);
export const FilterIcon = icon('Filter', <path d="M2 4h12M4.5 8h7M6.8 12h2.4" />);
export const ChangeIcon = icon(
  'Change',
  <>
    <path d="M2.5 2.5h11v7.2l-3.8 3.8H2.5z" />
    <path d="M13.2 9.6H9.6v3.6" />
  </>,
);
export const TextLinesIcon = icon('TextLines', <path d="M2.5 3.5h11M2.5 6.5h7M2.5 9.5h11M2.5 12.5h7" />);
export const FitIcon = icon('Fit', <path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />);
export const ProofIcon = icon(
  'Proof',
  <>
    <path d="M3 1.75h6.5L13 5.2v9.05H3z" />
    <path d="M9.3 1.9v3.5h3.5M5.6 10l1.6 1.6 3.2-3.4" />
  </>,
);
export const DocumentIcon = icon(
  'Document',
  <>
    <path d="M3 1.75h6.5L13 5.2v9.05H3z" />
    <path d="M9.3 1.9v3.5h3.5M5.6 8.6h4.8M5.6 11.2h4.8" />
  </>,
);
export const BookIcon = icon(
  'Book',
  <path d="M3 2.8A1.1 1.1 0 0 1 4.1 1.7H13v12.6H4.1A1.1 1.1 0 0 1 3 13.2zM3 11.6h10M8 4.6v3.6M6.2 6.4h3.6" />,
);
export const MoreIcon = icon('More', <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2" />);
export const PlugIcon = icon('Plug', <path d="M4.5 1.8h7v5.7a3.5 3.5 0 0 1-7 0zM8 11v3.2M6.5 4.2v1.6M9.5 4.2v1.6" />);
export const PrintIcon = icon(
  'Print',
  <path d="M4.5 5.5V2h7v3.5M4.5 11.5H2.75a1 1 0 0 1-1-1v-4a1 1 0 0 1 1-1h10.5a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1H11.5M4.5 9.5h7V14h-7z" />,
);
export const PauseIcon = icon('Pause', <path d="M5.5 3.5v9M10.5 3.5v9" />);
export const PlayIcon = icon('Play', <path d="M5 3.2v9.6l7.6-4.8z" />);
export const ListLinesIcon = icon(
  'ListLines',
  <path d="M5.5 4h8.5M5.5 8h8.5M5.5 12h8.5M2.2 4h.01M2.2 8h.01M2.2 12h.01" />,
);
export const PhoneIcon = icon(
  'Phone',
  <path d="M5.6 2.2 3.3 2.6c-.6.1-1 .6-.9 1.3.6 5.3 4.4 9.1 9.7 9.7.7.1 1.2-.3 1.3-.9l.4-2.3-3.1-1.6-1.5 1.3A9.4 9.4 0 0 1 5.9 6.8l1.3-1.5z" />,
);
export const GripIcon = icon(
  'Grip',
  <path d="M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01" strokeWidth="1.9" />,
);
export const ReplyIcon = icon('Reply', <path d="M6.2 3.4 2 7.6l4.2 4.2M2.3 7.6h7.2a4.2 4.2 0 0 1 4.2 4.2v.8" />);
export const ForwardIcon = icon('Forward', <path d="M9.8 3.4 14 7.6l-4.2 4.2M13.7 7.6H6.5a4.2 4.2 0 0 0-4.2 4.2v.8" />);
export const ArrowUpIcon = icon('ArrowUp', <path d="M8 13V3M4.2 6.8 8 3l3.8 3.8" />);
export const ArrowDownIcon = icon('ArrowDown', <path d="M8 3v10M4.2 9.2 8 13l3.8-3.8" />);
export const DownloadIcon = icon('Download', <path d="M8 2v8M4.6 6.8 8 10.2l3.4-3.4M2.5 13.5h11" />);
export const WarningIcon = icon('Warning', <path d="M8 2.1 14.6 13.4H1.4zM8 6.4v3.2M8 11.5h.01" />);
export const InfoIcon = icon(
  'Info',
  <>
    <circle cx="8" cy="8" r="6.25" />
    <path d="M8 7.4v3.6M8 4.9h.01" />
  </>,
);
export const PlusIcon = icon('Plus', <path d="M8 3v10M3 8h10" />);
export const MinusIcon = icon('Minus', <path d="M3.5 8.5h9" />);
export const CheckIcon = icon('Check', <path d="m3 8.4 3.3 3.3L13 4.6" />);
export const CloseIcon = icon('Close', <path d="m4 4 8 8M12 4l-8 8" />);
export const ChevronDownIcon = icon('ChevronDown', <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />);
export const ChevronLeftIcon = icon('ChevronLeft', <path d="M9.5 4.5 6 8l3.5 3.5" />);
export const ChevronRightIcon = icon('ChevronRight', <path d="m6.5 4.5 3.5 3.5-3.5 3.5" />);
export const StarIcon = icon('Star', <path d="m8 2.2 1.8 3.7 4 .6-2.9 2.8.7 4L8 11.4l-3.6 1.9.7-4-2.9-2.8 4-.6z" />);
export const ArchiveIcon = icon(
  'Archive',
  <>
    <rect x="1.75" y="2.5" width="12.5" height="3.5" rx="1" />
    <path d="M3 6v6.5a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1V6M6.5 9h3" />
  </>,
);
export const PictureIcon = icon(
  'Picture',
  <>
    <rect x="1.75" y="2.75" width="12.5" height="10.5" rx="1.2" />
    <circle cx="5.3" cy="6" r="1.1" />
    <path d="m2 11.6 3.6-3.2 2.6 2.2 3-3 3 2.8" />
  </>,
);
export const ColumnsIcon = icon(
  'Columns',
  <>
    <rect x="1.75" y="2.75" width="12.5" height="10.5" rx="1.4" />
    <path d="M6 2.75v10.5M10 2.75v10.5" />
  </>,
);
export const MailIcon = icon(
  'Mail',
  <>
    <rect x="1.75" y="3" width="12.5" height="10" rx="1.4" />
    <path d="m2.2 4.2 5.8 4.6 5.8-4.6" />
  </>,
);
export const CoverIcon = icon(
  'Cover',
  <>
    <rect x="2.75" y="1.75" width="10.5" height="12.5" rx="1.2" />
    <path d="M5.2 4.8h2.6v2.4H5.2zM5.2 9.6h5.6M5.2 11.7h3.6" />
  </>,
);
export const TrashIcon = icon('Trash', <path d="M2.5 4.2h11M6 4V2.2h4V4M4 4.2l.6 9.6h6.8l.6-9.6" />);
export const CopyIcon = icon(
  'Copy',
  <>
    <rect x="5.5" y="5.5" width="8.5" height="8.5" rx="1.4" />
    <path d="M10.5 5.2V3a1 1 0 0 0-1-1H3a1 1 0 0 0-1 1v6.5a1 1 0 0 0 1 1h2.2" />
  </>,
);
export const ServerIcon = icon(
  'Server',
  <>
    <rect x="1.75" y="2.25" width="12.5" height="5" rx="1.2" />
    <rect x="1.75" y="8.75" width="12.5" height="5" rx="1.2" />
    <path d="M4.4 4.75h.01M4.4 11.25h.01" strokeWidth="1.9" />
  </>,
);
export const KeyboardIcon = icon(
  'Keyboard',
  <>
    <rect x="1.5" y="3.75" width="13" height="8.5" rx="1.4" />
    <path d="M4.2 6.6h.01M6.7 6.6h.01M9.2 6.6h.01M11.8 6.6h.01M5.2 9.6h5.6" />
  </>,
);
export const ClipIcon = icon(
  'Clip',
  <path d="m12.9 7.4-5 5a3 3 0 0 1-4.3-4.3l5.3-5.2a2 2 0 0 1 2.9 2.8l-5.2 5.2a1 1 0 0 1-1.4-1.4l4.6-4.6" />,
);
