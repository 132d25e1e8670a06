import type { Deed, Press } from '../../core/action.ts';
import type { Card } from '../../core/card.ts';
import type { Form } from '../../core/form.ts';
import type { Incident } from '../../core/incident-store.ts';
import type { Mute } from '../../core/mute.ts';
import { foreign } from '../../core/redact.ts';
import type { Tx } from '../../core/store.ts';
import { type Text, textOf, untrusted } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import { isOpen } from '../closing.ts';
import type { GiveRootDeps } from '../give-root.ts';
import { lockedIncident } from '../locked.ts';
import { incidentsOf, watchMuteEnd } from '../mute-end.ts';
import { askedLine, mutedLine, scopeWords } from '../mute-words.ts';
import { createMuting, type Muting, muteSubject } from '../mutes.ts';
import { stopCalling } from '../paging/calls.ts';
import { incidentActions } from '../root-buttons.ts';
import { createShowDeed } from '../show-deed.ts';
import {
  alarmScope,
  blinded,
  detectionScope,
  judgeWish,
  lengthOptions,
  type MuteCase,
  type MuteDeps,
  needsSecond,
} from './mute-wish.ts';
import { reasonField } from './reason.ts';
import { goneCard, nothingDone, overCard, whoTo } from './told.ts';

type Deps = GiveRootDeps & MuteDeps;

const isTaken = ({ mute, until, isWaiting }: Muting, user: string): Card =>
  isWaiting
    ? nothingDone(whoTo(mute.by, user), ' asked to mute it already; a second admin has to agree.')
    : nothingDone(
        'It is muted already, by ',
        whoTo(mute.by, user),
        ' until ',
        { time: until, style: 'date-time' },
        ': ',
        mute.reason,
      );

const blinds = (known: MuteCase, deps: MuteDeps): Text => {
  const accounts = blinded(known, alarmScope(known), deps);
  return needsSecond(known, accounts)
    ? [
        ` This alarm watches several accounts: muting it blinds ${counted(accounts.length, 'account')}, so a second admin has to agree before it holds.`,
      ]
    : [];
};

const formOf = (known: MuteCase, deps: MuteDeps): Form => {
  const lengths = lengthOptions(known, deps.guards);
  const scope = detectionScope(known);
  const isShort = lengths.length === 1;
  return {
    title: 'Mute',
    intro: [
      'What fires meanwhile is kept and counted, and shown at the end if it still fires.',
      ...(isShort ? [' This watches the guards themselves: 1 hour at most.'] : []),
      ...blinds(known, deps),
    ],
    fields: [
      { kind: 'choice', id: 'for', label: 'For how long?', options: lengths, value: '1h' },
      {
        kind: 'choice',
        id: 'what',
        label: 'What?',
        options: [
          { value: 'alarm', label: 'This alarm' },
          ...(scope === undefined ? [] : [{ value: 'detection', label: 'This detection' }]),
        ],
        ...(scope !== undefined && { hint: `The detection is ${textOf(scopeWords({ scope }))}.` }),
        value: 'alarm',
      },
      reasonField('Why?'),
    ],
    submit: 'Mute',
  };
};

const unmuteButton = ({ id: value }: Mute): Card['parts'] => [
  {
    kind: 'buttons',
    buttons: [{ kind: 'action', action: incidentActions.unmute, label: 'Unmute', value }],
  },
];

const doneCard = (mute: Mute): Card => ({
  badge: { emoji: 'no_bell', word: 'MUTED' },
  headline: [
    'You muted ',
    ...scopeWords(mute),
    ' until ',
    { time: mute.until, style: 'date-time' },
    '.',
  ],
  parts: unmuteButton(mute),
});

const askedCard = (mute: Mute, accounts: number): Card =>
  nothingDone(
    `This blinds ${counted(accounts, 'account')}: it is muted until `,
    { time: mute.until, style: 'date-time' },
    ' as soon as a second admin presses Agree to mute on its message.',
  );

type CaseOf = (tx: Tx, incident: Incident, press: Press) => Promise<MuteCase>;

const createCaseOf =
  ({ clock }: Deps): CaseOf =>
  async (tx, incident, { by }) => ({
    incident,
    evidence: await tx.evidence.get(incident.id),
    subject: await muteSubject(tx, incident),
    now: clock.now(),
    zone: by.zone,
  });

/** Keeps a mute and shows it. */
const createKeep = (deps: Deps) => {
  const showDeed = createShowDeed(deps);

  /** The other messages that say it now too. */
  const showElsewhere = async (tx: Tx, mute: Mute): Promise<void> => {
    for (const { id } of await incidentsOf(tx, mute))
      if (id !== mute.incidentId) await showDeed(tx, { id }, { line: undefined });
  };

  return async (tx: Tx, incident: Incident, mute: Mute, accounts: number): Promise<Card> => {
    await tx.mutes.put(mute);
    await watchMuteEnd(tx, mute);
    const { by, at, reason } = mute;
    const waits = untrusted(`waits for a second admin: ${reason.untrusted}`);
    const detail = mute.needsSecond ? waits : reason;
    await tx.acts.add({ incidentId: incident.id, kind: 'muted', by, at, detail });
    if (mute.needsSecond) {
      await showDeed(tx, incident, { line: askedLine(mute, accounts) });
      return askedCard(mute, accounts);
    }
    await stopCalling(tx, incident);
    await showDeed(tx, incident, { line: mutedLine(mute) });
    await showElsewhere(tx, mute);
    return doneCard(mute);
  };
};

const createMuteIt = (deps: Deps, caseOf: CaseOf) => {
  const { newId, guards } = deps;
  const keep = createKeep(deps);
  return async (tx: Tx, incident: Incident, press: Press): Promise<Card> => {
    const known = await caseOf(tx, incident, press);
    const judged = judgeWish(press.values ?? {}, known, guards);
    if ('errors' in judged)
      return nothingDone('Not muted: ', ...Object.values(judged.errors).slice(0, 1));
    const { until, scope, reason } = judged.wish;
    const accounts = blinded(known, scope, deps);
    const mute: Mute = {
      id: newId(),
      scope,
      by: press.by.id.user,
      at: known.now,
      until,
      reason: foreign(reason),
      incidentId: incident.id,
      needsSecond: needsSecond(known, accounts),
      secondBy: undefined,
      endedAt: undefined,
      held: 0,
    };
    return keep(tx, incident, mute, accounts.length);
  };
};

/** Wants to hear no more of an alarm, or of a detection, for a while. */
export const createMute = (deps: Deps): Deed => {
  const { clock, guards } = deps;
  const mutingOf = createMuting({ now: clock.now, guards });
  const caseOf = createCaseOf(deps);
  const muteIt = createMuteIt(deps, caseOf);

  /** Why it cannot be muted now; undefined: it can. */
  const obstacle = async (tx: Tx, incident: Incident, user: string): Promise<Card | undefined> => {
    if (!isOpen(incident)) return overCard(incident, user, 'mute');
    const muting = await mutingOf(tx, incident);
    return muting && isTaken(muting, user);
  };

  return {
    id: incidentActions.mute,
    right: 'mute',
    incidentOf: (tx, value) => tx.incidents.get(value),
    form: async (tx, press) => {
      const incident = await tx.incidents.get(press.value);
      if (incident === undefined) return goneCard;
      const why = await obstacle(tx, incident, press.by.id.user);
      return why ?? formOf(await caseOf(tx, incident, press), deps);
    },
    check: async (tx, press) => {
      const incident = await tx.incidents.get(press.value);
      if (incident === undefined) return undefined;
      const known = await caseOf(tx, incident, press);
      const judged = judgeWish(press.values ?? {}, known, guards);
      return 'errors' in judged ? judged.errors : undefined;
    },
    run: async (tx, press) => {
      const incident = await lockedIncident(tx, press.value);
      if (incident === undefined) return goneCard;
      const why = await obstacle(tx, incident, press.by.id.user);
      return why ?? muteIt(tx, incident, press);
    },
  };
};
