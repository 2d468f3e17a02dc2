import type { SettingGroup } from '../../../app/model/settings.ts';

/** The groups in the order of the screen, each with its heading. */
export const groupNames: Readonly<Record<SettingGroup, string>> = {
  sending: 'Sending',
  retries: 'Retries',
  discount: 'Discount rate',
  queue: 'Queue',
  covers: 'Cover pages',
  receiving: 'Receiving',
  archive: 'Archive',
  receipts: 'Mail and receipts',
  disk: 'Disk',
};

/** Settings by the names that people see. */
const names: Readonly<Record<string, string>> = {
  retries: 'Retries',
  retryDelay: 'Pause between two tries',
  dirtyDays: 'Remove unsent faxes',
  branding: 'Banner on each page',
  useDeviceTsid: 'The line’s own identification',
  serverCoverpage: 'Only the server’s cover pages',
  pauseServerQueue: 'Pause sending',
  outgoingQueueBlocked: 'Refuse new faxes',
  incomingQueueBlocked: 'Answer no calls',
  archiveOutboundFaxes: 'Archive faxes sent',
  archiveDirectory: 'Folder of faxes sent',
  archiveInboundFaxes: 'Archive faxes received',
  archiveInboundDirectory: 'Folder of faxes received',
  archiveAgeLimit: 'Erase old faxes',
  archiveSizeLimit: 'Largest archive',
  sizeQuotaWarning: 'Warn of a large archive',
  highQuotaWaterMark: 'Warn from',
  lowQuotaWaterMark: 'Take the warning back below',
  serverMapiProfile: 'MAPI profile',
  recipientsLimit: 'Recipients of one fax',
  jobsPerCall: 'Faxes in one call',
  callsPerDestination: 'Calls to one number',
  country: 'Country',
  pageRetrainPercent: 'Ask for a lower speed',
  pageRefusePercent: 'Refuse a damaged page',
  routingRetries: 'Retries of routing',
  allowedReceipts: 'Receipts',
  smtpServer: 'Mail server',
  smtpPort: 'Port',
  smtpSecurity: 'Protection',
  smtpSender: 'Sender’s address',
  smtpAuthentication: 'Login',
  smtpUser: 'User name',
  smtpPassword: 'Password',
  useForInboundRouting: 'Send received faxes on',
  lowDiskWarning: 'Warn of a full disk',
  lowDiskRefuse: 'Stop answering',
};

/** Choices in words, by setting and value. */
const choices: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  allowedReceipts: { none: 'None', mail: 'By e-mail' },
  smtpSecurity: {
    'when-offered': 'STARTTLS where offered',
    starttls: 'STARTTLS, always',
    tls: 'TLS from the start',
    none: 'Not protected',
  },
  smtpAuthentication: { anonymous: 'No login', basic: 'Name and password' },
};

/** A setting's name for people: known ones by their words, others from their own name (`maxCallTime`: `Max call time`). */
export function nameWords(name: string): string {
  const known = names[name];
  if (known !== undefined) return known;
  const spaced = name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** A choice of a setting for people; one that is not known here by its own name. */
export const choiceWords = (name: string, choice: string): string => choices[name]?.[choice] ?? choice;
