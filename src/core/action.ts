import type { Card } from './card.ts';
import type { Form, FormErrors, FormValues } from './form.ts';
import type { AccountId } from './ids.ts';
import type { Incident } from './incident-store.ts';
import type { Person } from './person.ts';
import type { Tx } from './store.ts';

/** Somebody pressed an action's button, chose an entry of its menu, or sent its form. */
export interface Press {
  readonly by: Person;
  /** Of the button, or of the menu's entry. */
  readonly value: string;
  /** What was filled in; undefined where nothing was to be. */
  readonly values?: FormValues;
}

interface OnIncident {
  /** The `action_id` of the button or the menu. */
  readonly id: string;
  /** The incident that a value names; undefined: there is none. */
  readonly incidentOf: (tx: Tx, value: string) => Promise<Incident | undefined>;
}

/** Something that people do to an incident, by a button or a menu that stands in a message. */
export interface Deed extends OnIncident {
  /** What a rule has to give, on the incident's account, in the channel where the button stands. */
  readonly right: string;
  /** Only admins may, whatever the rules give. */
  readonly isForAdmins?: boolean;
  /** What has to be filled in before; a card: why there is nothing to fill in. */
  readonly form?: (tx: Tx, press: Press) => Promise<Form | Card>;
  /** What is wrong with what was filled in. `run` has to judge it once more. */
  readonly check?: (tx: Tx, press: Press) => Promise<FormErrors | undefined>;
  /** What comes of it is shown in a modal of this title, at most 24 characters. */
  readonly modal?: string;
  /** Does it; whoever calls has judged that they may. Returns what only they are told. */
  readonly run: (tx: Tx, press: Press) => Promise<Card>;
}

/** A command that is asked about an incident, as if whoever pressed had typed it. */
export interface Inquiry extends OnIncident {
  /** The command's name. */
  readonly command: string;
  /** The words after it, and the account it is about; undefined: there is nothing to ask about. */
  readonly words: (
    tx: Tx,
    incident: Incident,
  ) => Promise<{ readonly text: string; readonly account: AccountId | undefined } | undefined>;
}

export type Action = Deed | Inquiry;
