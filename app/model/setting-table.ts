import { retryOutcomes, retryRowName } from './retry-table.ts';

/** Where the settings screen shows a setting. */
export type SettingGroup =
  | 'sending'
  | 'retries'
  | 'discount'
  | 'queue'
  | 'covers'
  | 'receiving'
  | 'archive'
  | 'receipts'
  | 'disk';

interface SettingBase {
  readonly name: string;
  /** The property of the Windows object model that it is, where it is one (object model 1.1, 4.3, 4.14). */
  readonly modelProperty: string | null;
  readonly group: SettingGroup;
  /** One sentence for the settings screen. */
  readonly words: string;
  readonly unit: string | null;
}

/** What a setting is: its type, default and range. */
export type SettingDefinition = SettingBase &
  (
    | { readonly type: 'integer'; readonly default: number; readonly min: number; readonly max: number }
    | { readonly type: 'boolean'; readonly default: boolean }
    | {
        readonly type: 'string';
        readonly default: string;
        readonly maxLength: number;
        /** The only values that it takes, or null. */
        readonly choices: readonly string[] | null;
        /** The text itself stays with the server; lists show dots where one is set. */
        readonly secret: boolean;
      }
  );

type Describe = readonly [group: SettingGroup, modelProperty: string | null, words: string];

const integer = <const N extends string>(
  name: N,
  [group, modelProperty, words]: Describe,
  value: number,
  [min, max, unit]: readonly [number, number, string],
) => ({ name, modelProperty, group, words, unit, type: 'integer', default: value, min, max }) as const;
const boolean = <const N extends string>(name: N, [group, modelProperty, words]: Describe, value: boolean) =>
  ({ name, modelProperty, group, words, unit: null, type: 'boolean', default: value }) as const;
const text = <const N extends string>(
  name: N,
  [group, modelProperty, words]: Describe,
  value: string,
  maxLength: number,
  more: { readonly choices?: readonly string[]; readonly secret?: boolean } = {},
) =>
  ({
    name,
    modelProperty,
    group,
    words,
    unit: null,
    type: 'string',
    default: value,
    maxLength,
    choices: more.choices ?? null,
    secret: more.secret ?? false,
  }) as const;

const DAYS = [0, 36_500, 'days'] as const;
const MEGABYTES = [0, 100_000_000, 'MB'] as const;

/** The three values of each row of the retry table; -1: as the server's own. */
const retryRows = retryOutcomes.flatMap(({ outcome, words, retries }) => [
  integer(
    retryRowName(outcome, 'Retries'),
    ['retries', null, `Attempts after the first when the end is “${words}”; -1: as the server’s.`],
    retries,
    [-1, 99, 'attempts'],
  ),
  integer(retryRowName(outcome, 'Delay'), ['retries', null, `The pause after “${words}”; -1: as the server’s.`], -1, [
    -1,
    10_080,
    'minutes',
  ]),
  boolean(
    retryRowName(outcome, 'OtherPort'),
    ['retries', null, `After “${words}” another line is taken where one is free.`],
    false,
  ),
]);

const plainSettings = [
  integer('retries', ['retries', 'Retries', 'How many more times a fax is tried after its first attempt failed.'], 3, [
    0,
    99,
    'attempts',
  ]),
  integer('retryDelay', ['retries', 'RetryDelay', 'The pause between two attempts; 0 tries again at once.'], 10, [
    0,
    10_080,
    'minutes',
  ]),
  integer(
    'dirtyDays',
    ['queue', 'DirtyDays', 'After so many days a fax that was not sent is removed from the queue; 0 or -1: never.'],
    0,
    [-1, 36_500, 'days'],
  ),
  boolean(
    'branding',
    ['sending', 'Branding', 'A line with date, sender, number and page is added above each page sent.'],
    true,
  ),
  boolean(
    'useDeviceTsid',
    ['sending', 'UseDeviceTsid', 'The port’s own identification is sent; off: the one given with the fax.'],
    true,
  ),
  boolean(
    'serverCoverpage',
    ['covers', 'ServerCoverpage', 'Only the cover pages stored with the server may be used.'],
    false,
  ),
  boolean(
    'pauseServerQueue',
    ['queue', 'PauseServerQueue', 'New faxes are accepted and wait; calls in progress finish.'],
    false,
  ),
  boolean(
    'outgoingQueueBlocked',
    ['queue', 'OutgoingQueueBlocked', 'New faxes are refused; those in the queue are sent.'],
    false,
  ),
  boolean('incomingQueueBlocked', ['queue', 'IncomingQueueBlocked', 'No call is answered.'], false),
  boolean(
    'archiveOutboundFaxes',
    ['archive', 'ArchiveOutboundFaxes', 'A copy of every fax sent is filed with its transcript and proof.'],
    true,
  ),
  text(
    'archiveDirectory',
    ['archive', 'ArchiveDirectory', 'Folder for copies of faxes sent, as a full path or below the data folder.'],
    'archive/sent',
    180,
  ),
  boolean(
    'archiveInboundFaxes',
    ['archive', 'UseArchive', 'A copy of every fax received is filed with its transcript.'],
    true,
  ),
  text(
    'archiveInboundDirectory',
    ['archive', 'ArchiveLocation', 'Folder for copies of faxes received, as a full path or below the data folder.'],
    'archive/received',
    180,
  ),
  integer(
    'archiveAgeLimit',
    ['archive', 'ArchiveAgeLimit', 'Faxes older than this are erased with their pages; 0 keeps them.'],
    0,
    DAYS,
  ),
  integer(
    'archiveSizeLimit',
    ['archive', null, 'When the archive is larger, its oldest faxes are erased; 0 sets no limit.'],
    0,
    MEGABYTES,
  ),
  boolean('sizeQuotaWarning', ['archive', 'SizeQuotaWarning', 'A warning when the archive grows large.'], false),
  integer(
    'highQuotaWaterMark',
    ['archive', 'HighQuotaWaterMark', 'The archive’s size from which the warning is shown.'],
    0,
    MEGABYTES,
  ),
  integer(
    'lowQuotaWaterMark',
    ['archive', 'LowQuotaWaterMark', 'The archive’s size below which the warning is taken back.'],
    0,
    MEGABYTES,
  ),
  text(
    'serverMapiProfile',
    ['receipts', 'ServerMapiProfile', 'Kept for scripts of the Windows fax service; it has no effect.'],
    '',
    256,
  ),
  integer(
    'discountRateStartHour',
    ['discount', 'DiscountRateStartHour', 'Hour at which the discount rate begins, office time.'],
    0,
    [0, 23, 'hour'],
  ),
  integer(
    'discountRateStartMinute',
    ['discount', 'DiscountRateStartMinute', 'Minute at which the discount rate begins.'],
    0,
    [0, 59, 'minute'],
  ),
  integer(
    'discountRateEndHour',
    ['discount', 'DiscountRateEndHour', 'Hour at which the discount rate ends, office time.'],
    0,
    [0, 23, 'hour'],
  ),
  integer(
    'discountRateEndMinute',
    [
      'discount',
      'DiscountRateEndMinute',
      'Minute at which the discount rate ends; equal times mean no discount window.',
    ],
    0,
    [0, 59, 'minute'],
  ),
  integer('recipientsLimit', ['sending', 'RecipientsLimit', 'Recipients that one fax may have; 0: 10,000.'], 0, [
    0,
    10_000,
    'recipients',
  ]),
  integer(
    'jobsPerCall',
    ['sending', null, 'Faxes that wait for one number and go in one call; 1: each has its own.'],
    16,
    [1, 64, 'faxes'],
  ),
  integer('callsPerDestination', ['sending', null, 'Calls to one number at the same time; 0 sets no limit.'], 1, [
    0,
    64,
    'calls',
  ]),
  text(
    'country',
    [
      'sending',
      null,
      'Country whose emergency numbers are never dialled, as two letters (US, DE); empty: those of all countries.',
    ],
    '',
    2,
  ),
  integer(
    'pageRetrainPercent',
    ['receiving', null, 'Share of damaged lines from which a received page is kept and a lower speed is asked for.'],
    5,
    [1, 100, 'percent'],
  ),
  integer(
    'pageRefusePercent',
    ['receiving', null, 'Share of damaged lines from which a received page is refused, so that it is sent again.'],
    15,
    [1, 100, 'percent'],
  ),
  integer(
    'routingRetries',
    ['receiving', null, 'How many more times a routing method is tried after it failed; -1: as the server’s.'],
    -1,
    [-1, 99, 'attempts'],
  ),
  text('allowedReceipts', ['receipts', 'AllowedReceipts', 'Receipts that senders may ask for.'], 'mail', 8, {
    choices: ['none', 'mail'],
  }),
  text('smtpServer', ['receipts', 'SMTPServer', 'Mail server for receipts and for faxes sent on by e-mail.'], '', 255),
  integer('smtpPort', ['receipts', 'SMTPPort', 'Port of the mail server.'], 25, [1, 65_535, 'port']),
  text(
    'smtpSecurity',
    [
      'receipts',
      null,
      'How the connection is protected: STARTTLS where offered (with a password: required), required, TLS from the start, or not.',
    ],
    'when-offered',
    16,
    { choices: ['when-offered', 'starttls', 'tls', 'none'] },
  ),
  text('smtpSender', ['receipts', 'SMTPSender', 'Address that mails of the fax server come from.'], '', 254),
  text(
    'smtpAuthentication',
    ['receipts', 'AuthenticationType', 'Whether the mail server asks for a name and a password.'],
    'anonymous',
    16,
    { choices: ['anonymous', 'basic'] },
  ),
  text('smtpUser', ['receipts', 'SMTPUser', 'Name at the mail server.'], '', 255),
  text('smtpPassword', ['receipts', 'SMTPPassword', 'Password at the mail server.'], '', 255, { secret: true }),
  boolean(
    'useForInboundRouting',
    ['receipts', 'UseForInboundRouting', 'Faxes received may be sent on by e-mail through this mail server.'],
    true,
  ),
  integer('lowDiskWarning', ['disk', null, 'A warning when less than this is free on the data folder’s disk.'], 1024, [
    0,
    1_000_000,
    'MB',
  ]),
  integer('lowDiskRefuse', ['disk', null, 'Calls are not answered while less than this is free.'], 100, [
    0,
    1_000_000,
    'MB',
  ]),
] as const satisfies readonly SettingDefinition[];

/** The server's settings, with the object model's names in lower camel case, defaults and ranges (object model 1.1, 4.3, 6.3). */
export const settingDefinitions = [...plainSettings, ...retryRows] as const;

/** Other names by which the extended object model knows a setting (object model 4.3): they read and write the same value. */
export const settingAliases = [
  {
    name: 'outgoingQueuePaused',
    of: 'pauseServerQueue',
    modelProperty: 'OutgoingQueuePaused',
    kind: 'same',
    words: 'The same switch as pauseServerQueue.',
  },
  {
    name: 'allowPersonalCoverPages',
    of: 'serverCoverpage',
    modelProperty: 'AllowPersonalCoverPages',
    kind: 'inverse',
    words: 'The opposite of serverCoverpage.',
  },
  {
    name: 'outgoingQueueAgeLimit',
    of: 'dirtyDays',
    modelProperty: 'OutgoingQueueAgeLimit',
    kind: 'age',
    words: 'The same as dirtyDays, where 0 means never.',
  },
] as const;
