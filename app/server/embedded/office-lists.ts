import type { OfficeList } from '../../contract/requests.ts';
import { FaxError } from '../../model/errors.ts';
import {
  ALL_PORTS,
  emptyLists,
  type OfficeListName,
  type OfficeLists,
  officeListNames,
  officeLists,
} from '../../model/office-lists.ts';
import type { SettingValue } from '../../model/settings.ts';
import type { Store } from '../../store/store.ts';
import { assertRoutingRules } from './routing/rule-checks.ts';

/** A list in words, for a sentence. */
const listWords: Readonly<Record<OfficeListName, string>> = {
  destinations: 'rules for numbers that faxes go to, blocked ones among them',
  blockedCallers: 'blocked callers',
  portGroups: 'groups of ports',
  routing: 'rules by which received faxes are sent on',
};

/** What a person is told of stored lists that could not be read and are empty now; null where there are none. */
export function damagedLists(
  names: readonly OfficeListName[],
): { readonly words: string; readonly next: string } | null {
  if (names.length === 0) return null;
  const lists = names.map((name) => listWords[name]).join('; ');
  return {
    words: `A stored list cannot be read and is empty now: ${lists}.`,
    next: 'Make it again, or restore a backup.',
  };
}

/** Lists are kept among the settings, under names that no setting can have. */
const stored = (name: OfficeListName): string => `#list:${name}`;

/** The office's lists: routing, destinations, blocked callers, groups of ports. Each is written whole. */
export class OfficeListKeeper {
  readonly #store: Store;
  readonly #changed: () => void;
  readonly #revisions = new Map<OfficeListName, number>();
  #lists: OfficeLists = emptyLists;
  #lastPut: Promise<unknown> = Promise.resolve();

  /** @param changed told after a list was changed */
  constructor(store: Store, changed: () => void) {
    this.#store = store;
    this.#changed = changed;
  }

  /** The lists as they are now. */
  get now(): OfficeLists {
    return this.#lists;
  }

  /** Takes the lists from what is stored; one that is no longer allowed is empty, and its name is in the answer. */
  load(settings: Readonly<Record<string, SettingValue>>): readonly OfficeListName[] {
    const broken: OfficeListName[] = [];
    for (const name of officeListNames) {
      const text = settings[stored(name)];
      if (text === undefined) continue;
      try {
        const { revision, items } = JSON.parse(String(text)) as { revision: unknown; items: unknown };
        this.#lists = { ...this.#lists, [name]: officeLists[name].parse(items) };
        this.#revisions.set(name, Number(revision));
      } catch {
        broken.push(name);
      }
    }
    return broken;
  }

  get(name: OfficeListName): OfficeList {
    return { name, revision: this.#revisions.get(name) ?? 0, items: this.#lists[name] } as OfficeList;
  }

  /** Throws `LIST_CHANGED`, `LIST_INVALID`, `GROUP_EXISTS`, `GROUP_IN_USE`. */
  put(list: OfficeList): Promise<OfficeList> {
    return this.#inTurn(() => this.#put(list));
  }

  /** A port is gone: it leaves its groups. */
  dropPort(id: number): Promise<void> {
    return this.#inTurn(async () => {
      const { revision } = this.get('portGroups');
      const groups = this.#lists.portGroups;
      if (!groups.some(({ portIds }) => portIds.includes(id))) return;
      const items = groups.map((group) => ({ ...group, portIds: group.portIds.filter((each) => each !== id) }));
      await this.#put({ name: 'portGroups', revision, items });
    });
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#lastPut.then(change);
    this.#lastPut = turn.catch(() => undefined);
    return turn;
  }

  async #put({ name, revision, items }: OfficeList): Promise<OfficeList> {
    if (revision !== (this.#revisions.get(name) ?? 0)) throw new FaxError('LIST_CHANGED');
    const next: OfficeLists = { ...this.#lists, [name]: items };
    assertGroups(next);
    assertNotInUse(this.#lists, next);
    if (name === 'routing') assertRoutingRules(next.routing);
    await this.#store.putSettings({ [stored(name)]: JSON.stringify({ revision: revision + 1, items }) });
    this.#lists = next;
    this.#revisions.set(name, revision + 1);
    this.#changed();
    return this.get(name);
  }
}

/** A group that the rule of a destination names stays. */
function assertNotInUse(before: OfficeLists, { portGroups, destinations }: OfficeLists): void {
  const stays = (name: string) => portGroups.some((group) => group.name.toLowerCase() === name.toLowerCase());
  const gone = before.portGroups.filter(({ name }) => !stays(name)).map(({ name }) => name.toLowerCase());
  const rule = destinations.find(({ port }) => port !== null && gone.includes(port.toLowerCase()));
  if (rule)
    throw new FaxError('GROUP_IN_USE', { message: `The rule for ${rule.pattern} uses the group ${rule.port}.` });
}

function assertGroups({ portGroups }: OfficeLists): void {
  const names = portGroups.map(({ name }) => name.toLowerCase());
  if (names.includes(ALL_PORTS.toLowerCase()) || new Set(names).size < names.length) throw new FaxError('GROUP_EXISTS');
}
