import type { Setting } from '../../../app/model/settings.ts';

/** Words of the settings view. */
export const settingsWords = {
  title: 'Settings',
  save: 'Save changes',
  revert: 'Undo changes',
  saved: 'Settings saved',
  unchanged: 'Nothing changed',
  changed: (count: number): string =>
    count === 1 ? '1 change is not saved yet' : `${count} changes are not saved yet`,
  locked: 'Set by the office; it cannot be changed here.',
  default: (value: string): string => `usually ${value}`,
  reset: 'Use the usual value',
  on: 'on',
  off: 'off',
  appearanceGroup: 'Appearance',
  aboutGroup: 'About',
  contents: 'Groups of settings',
  search: 'Search settings',
  clearSearch: 'Clear the search',
  nothingFound: { title: 'No setting found', words: 'Nothing here fits the search.' },
  retryTable: {
    title: 'By how the attempt ended',
    words:
      'An empty field does as the two values above say. A count of its own limits that outcome within all retries; a pause of 0 tries again at once.',
    outcome: 'The attempt ended with',
    retries: 'Retries',
    delay: 'Pause, minutes',
    otherLine: 'Another line',
    asServer: 'As above',
    cell: (what: string, outcome: string): string => `${what} after “${outcome}”`,
  },
  test: {
    name: 'Test mail',
    words: 'Sends a short mail by the saved settings, to see whether they work.',
    to: 'Address for the test',
    send: 'Send test mail',
    sending: 'Sending…',
    sent: (to: string): string => `The mail server took the test mail to ${to}`,
    saveFirst: 'Save the changes first.',
  },
  discount: {
    starts: 'Begins',
    ends: 'Ends',
    noWindow: 'Equal times mean that there is no discount rate.',
    zone: (zone: string): string => `Office time: ${zone.replaceAll('_', ' ')}`,
    timeError: 'A time from 00:00 to 23:59.',
  },
  appearance: {
    theme: 'Theme',
    themeWords: 'Light, dark, or as the system has it.',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    density: 'Rows',
    densityWords: 'How high the rows of lists are.',
    densities: { compact: 'Compact', normal: 'Normal', roomy: 'Roomy' },
    keys: 'Keys of one letter',
    keysWords: 'R, P, E and N act on the selected fax while a list has the focus.',
  },
  about: {
    version: 'Version',
    data: 'Faxes lie in',
    owner: 'This window',
    client: 'Shows the faxes of another program',
    own: 'Runs the fax service itself',
  },
} as const;

/** The range of a setting in words: `0 to 99 attempts`. */
export function rangeWords(setting: Setting): string {
  if (setting.type !== 'integer' || setting.min === null || setting.max === null) return '';
  const format = new Intl.NumberFormat('en');
  // `25 to 65,535 port`: the name of the field says it already.
  const unit = setting.unit === null || setting.unit === 'port' ? '' : ` ${setting.unit}`;
  return `${format.format(setting.min)} to ${format.format(setting.max)}${unit}`;
}
