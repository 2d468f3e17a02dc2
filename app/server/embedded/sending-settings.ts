import { isEmergencyCountry } from '../../model/emergency-numbers.ts';
import { FaxError } from '../../model/errors.ts';
import type { SettingsCheck } from './settings-keeper.ts';

/** The setting `country` names a country whose emergency numbers are known, or none. Throws `SETTING_INVALID`. */
export const checkCountry: SettingsCheck = async ({ country }, changed) => {
  if (!changed.has('country') || isEmergencyCountry(country)) return;
  throw new FaxError('SETTING_INVALID', {
    message: 'This value is not allowed for country.',
    next: 'It is a country’s code of two letters, such as US or DE, or empty for all countries.',
  });
};
