import type { Card } from './card.ts';
import type { Person } from './person.ts';
import type { Incident, Tx } from './store.ts';

/** Somebody pressed an action's button, or chose an entry of its menu. */
interface Press {
  readonly by: Person;
  /** Of the button, or of the menu's entry. */
  readonly value: string;
}

/** Something that people do to an incident, by a button or a menu that stands in a message. */
export interface Action {
  /** The `action_id` of the button or the menu. */
  readonly id: string;
  /** What a rule has to give, on the incident's account, in the channel where the button stands. */
  readonly right: string;
  /** The incident that a value names; undefined: there is none. */
  readonly incidentOf: (tx: Tx, value: string) => Promise<Incident | undefined>;
  /** Does it; whoever calls has judged that they may. Returns what only they are told. */
  readonly run: (tx: Tx, press: Press) => Promise<Card>;
}
