import { Receiver } from '../receiver.ts';
import { Sender } from '../sender.ts';
import type { SessionMachine } from '../session.ts';
import type { Station } from '../station.ts';

/** A machine that tells where it is: `sender training`, `receiver page`, `poller calling`. */
export interface WatchableMachine extends SessionMachine {
  readonly place: string;
}

/** A station as it is watched: by the one that runs the call now, which may have taken it over (polling). */
export function watchable(station: Station): WatchableMachine {
  return {
    handle: (event) => station.handle(event),
    get place() {
      const { active } = station;
      const role = active instanceof Sender ? 'sender' : active instanceof Receiver ? 'receiver' : 'poller';
      return `${role} ${active.state}`;
    },
  };
}

/** Whether a machine's call is over. */
export function isOver(place: string): boolean {
  return place.endsWith(' over');
}
