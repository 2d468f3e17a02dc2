import type { Setting } from '../../../app/model/settings.ts';

/** Words of the settings view. */
export const settingsWords = {
  title: 'Settings',
  save: 'Save changes',
  revert: 'Undo changes',
  saved: 'Settings saved',
  unchanged: 'Nothing changed',
  changed: 'Changes are not saved yet',
  locked: 'Set by the office; it cannot be changed here.',
  default: (value: string): string => `usually ${value}`,
  reset: 'Use the usual value',
  on: 'on',
  off: 'off',
  groups: {
    sending: 'Sending and retries',
    receiving: 'Receiving',
    banner: 'Banner',
    queue: 'Queue',
    discount: 'Discount rate',
    other: 'Other',
    appearance: 'Appearance',
    about: 'About',
  },
  names: {
    retries: 'Retries',
    retryDelay: 'Pause between two tries',
    branding: 'Banner on each page',
    pauseServerQueue: 'Pause sending',
    pageRetrainPercent: 'Ask for a lower speed',
    pageRefusePercent: 'Refuse a damaged page',
  } as Readonly<Record<string, string>>,
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
  return `${format.format(setting.min)} to ${format.format(setting.max)}${setting.unit ? ` ${setting.unit}` : ''}`;
}

/** A setting's name for people: known ones by their words, others from their own name (`maxCallTime`: `Max call time`). */
export function nameWords(name: string): string {
  const known = settingsWords.names[name];
  if (known !== undefined) return known;
  const spaced = name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

export type SettingGroup = keyof typeof settingsWords.groups;

/** The group a setting stands in. */
export function groupOf(name: string): SettingGroup {
  if (name.startsWith('discountRate')) return 'discount';
  if (name.startsWith('branding') || name.startsWith('banner')) return 'banner';
  if (name === 'pauseServerQueue') return 'queue';
  if (name.startsWith('retr')) return 'sending';
  if (name.startsWith('page')) return 'receiving';
  return 'other';
}
