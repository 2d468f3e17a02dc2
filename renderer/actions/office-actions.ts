import type { ModemPort } from '../../app/contract/modem-ports.ts';
import type { Port, PortChanges } from '../../app/model/port.ts';
import type { Setting, SettingValue } from '../../app/model/settings.ts';
import type { PageApi } from '../door.ts';
import type { Toasts } from '../stores/toasts.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

export interface OfficeActions {
  setPort(name: string, changes: PortChanges): Promise<Outcome<Port>>;
  addPort(name: string, address: string): Promise<Outcome<Port>>;
  removePort(name: string): Promise<Outcome>;
  /** Asks the serial ports what is on them; takes some seconds. */
  findModems(): Promise<Outcome<readonly ModemPort[]>>;
  /** Opens a line once more that is offline or out of service. */
  retryPort(name: string): Promise<Outcome<Port>>;
  /** Takes the call that rings on a port. */
  answerPort(name: string): Promise<Outcome<Port>>;
  /** All of the values or none. */
  setSettings(values: Readonly<Record<string, SettingValue>>): Promise<Outcome<readonly Setting[]>>;
  setTheme(theme: 'system' | 'light' | 'dark'): Promise<Outcome>;
}

/** Everything that is done to lines and settings; what the form shows, the form says, the rest is a toast. */
export function createOfficeActions(api: Pick<PageApi, 'request' | 'shell'>, toasts: Toasts): OfficeActions {
  return {
    setPort: (name, changes) => outcomeOf(async () => (await api.request('ports.set', { name, changes })).port),
    addPort: async (name, address) => {
      const outcome = await outcomeOf(async () => (await api.request('ports.add', { name, address })).port);
      if (outcome.ok) toasts.show({ tone: 'good', title: `Line ${outcome.value.name} added` });
      return outcome;
    },
    answerPort: async (name) => {
      const outcome = await outcomeOf(async () => (await api.request('ports.answer', { name })).port);
      if (outcome.ok) toasts.say(`${name} answers`);
      else toasts.showError(outcome.error);
      return outcome;
    },
    removePort: async (name) => {
      const outcome = await outcomeOf(async () => {
        await api.request('ports.remove', { name });
      });
      if (outcome.ok) toasts.show({ title: `Line ${name} removed` });
      else toasts.showError(outcome.error);
      return outcome;
    },
    findModems: () => outcomeOf(async () => (await api.request('lines.modems', {})).modems),
    retryPort: async (name) => {
      const outcome = await outcomeOf(async () => (await api.request('ports.retry', { name })).port);
      if (!outcome.ok) toasts.showError(outcome.error);
      else if (outcome.value.error === null) toasts.say(`${name} works again`);
      else toasts.say(`${name} still does not work: ${outcome.value.error}`);
      return outcome;
    },
    setSettings: (values) =>
      outcomeOf(async () => (await api.request('settings.set', { values: { ...values } })).settings),
    setTheme: async (theme) => {
      const outcome = await outcomeOf(async () => {
        await api.shell('setTheme', { theme });
      });
      if (!outcome.ok) toasts.showError(outcome.error);
      return outcome;
    },
  };
}
