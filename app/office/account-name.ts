import { userInfo } from 'node:os';

/** The account of this process, as faxes name who submitted them; null where the system does not tell. */
export function accountName(): string | null {
  try {
    return userInfo().username.slice(0, 200) || null;
  } catch {
    // An account that is in no list of the system (a container) has no name.
    return null;
  }
}
