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

  /** Throws `LIST_CHANGED`, `LIST_INVALID`, `GROUP_EXISTS`. */
  put(list: OfficeList): Promise<OfficeList> {
    const turn = this.#lastPut.then(() => this.#put(list));
    this.#lastPut = turn.catch(() => undefined);
    return turn;
  }

  async #put({ name, revision, items }: OfficeList): Promise<OfficeList> {
    if (revision !== (this.#revisions.get(name) ?? 0)) throw new FaxError('LIST_CHANGED');
    const next: OfficeLists = { ...this.#lists, [name]: items };
    assertGroups(next);
    assertRules(next);
    await this.#store.putSettings({ [stored(name)]: JSON.stringify({ revision: revision + 1, items }) });
    this.#lists = next;
    this.#revisions.set(name, revision + 1);
    this.#changed();
    return this.get(name);
  }
}

function assertGroups({ portGroups }: OfficeLists): void {
  const names = portGroups.map(({ name }) => name.toLowerCase());
  if (names.includes(ALL_PORTS.toLowerCase()) || new Set(names).size < names.length) throw new FaxError('GROUP_EXISTS');
}

function assertRules({ routing }: OfficeLists): void {
  if (new Set(routing.map(({ id }) => id)).size < routing.length)
    throw new FaxError('LIST_INVALID', { message: 'Two routing rules have the same id.' });
}
