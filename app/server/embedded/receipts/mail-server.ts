import { FaxError } from '../../../model/errors.ts';
import type { Settings } from '../../../model/settings.ts';
import type { MailServer } from '../outside.ts';
import type { SettingsCheck } from '../settings-keeper.ts';

const CHOICES = ['when-offered', 'starttls', 'tls', 'none'] as const;

/** The mail server of the settings, and the address that our mails come from. Throws `MAIL_SERVER_MISSING`. */
export function mailServerOf(settings: Settings): { readonly server: MailServer; readonly from: string } {
  const { smtpServer, smtpPort, smtpSecurity, smtpSender, smtpAuthentication, smtpUser, smtpPassword } = settings;
  if (smtpServer === '' || smtpSender === '') throw new FaxError('MAIL_SERVER_MISSING');
  const login = smtpAuthentication === 'basic' ? { user: smtpUser, password: smtpPassword } : null;
  const security = CHOICES.find((choice) => choice === smtpSecurity) ?? 'when-offered';
  return { server: { host: smtpServer, port: smtpPort, security, login }, from: smtpSender };
}

/** One address, as a mail server takes it. */
const address = /^[^\s@<>,;"\p{Cc}]{1,64}@[^\s@<>,;"\p{Cc}]{1,255}$/u;
/** A host's name or address, IPv6 included; no scheme, no port. */
const host = /^[\p{L}\p{N}._:-]{1,255}$/u;

/** The mail settings as a mail server can be asked with them. Throws `SETTING_INVALID`. */
export const checkMailSettings: SettingsCheck = async (next, changed) => {
  if (changed.has('smtpSender') && next.smtpSender !== '' && !address.test(next.smtpSender))
    throw refused('smtpSender', 'It is one e-mail address, or empty.');
  if (changed.has('smtpServer') && next.smtpServer !== '' && !host.test(next.smtpServer))
    throw refused('smtpServer', 'It is the name or the address of a computer, or empty; the port is smtpPort.');
};

const refused = (name: string, next: string): FaxError =>
  new FaxError('SETTING_INVALID', { message: `This value is not allowed for ${name}.`, next });

/** The domain of our mails' ids. */
export const domainOf = (from: string): string => from.slice(from.lastIndexOf('@') + 1) || 'fax-console.invalid';
