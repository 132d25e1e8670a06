import type { Deed } from '../../core/action.ts';
import type { Card } from '../../core/card.ts';
import type { Form, FormValues } from '../../core/form.ts';
import type { Incident } from '../../core/incident-store.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { createClosing, isOpen } from '../closing.ts';
import type { GiveRootDeps } from '../give-root.ts';
import { lockedIncident } from '../locked.ts';
import { incidentActions } from '../root-buttons.ts';
import { reasonField, reasonIn, reasonProblem } from './reason.ts';
import { goneCard, nothingDone, overCard } from './told.ts';

/** Resolving quiets no alarm of AWS. */
const stillFires = ({ phase, okSince }: Incident): Text =>
  phase === 'firing' && okSince === undefined
    ? [' Its alarm is not OK: it is opened again when it fires anew.']
    : [];

const formOf = (incident: Incident): Form => ({
  title: 'Resolve',
  intro: [
    'Closes ',
    { bold: incident.latest.name },
    ' for everybody. The reason stands on its message and in the export.',
    ...stillFires(incident),
  ],
  fields: [reasonField('What was it, and why is it over?')],
  submit: 'Resolve',
});

const doneCard = ({ latest }: Incident): Card => ({
  badge: { emoji: 'white_check_mark', word: 'RESOLVED' },
  headline: ['You resolved ', { bold: latest.name }, '.'],
  parts: [],
});

const problemOf = (values: FormValues | undefined) => reasonProblem(values ?? {});

/** Closes an incident with a reason; what the catalogue knows is closed by nothing else. */
export const createResolve = (deps: GiveRootDeps): Deed => {
  const close = createClosing(deps);
  return {
    id: incidentActions.resolve,
    right: 'resolve',
    incidentOf: (tx, value) => tx.incidents.get(value),
    form: async (tx, { by, value }) => {
      const incident = await tx.incidents.get(value);
      if (incident === undefined) return goneCard;
      return isOpen(incident) ? formOf(incident) : overCard(incident, by.id.user, 'resolve');
    },
    check: async (_tx, { values }) => problemOf(values),
    run: async (tx, { by, value, values = {} }) => {
      const incident = await lockedIncident(tx, value);
      if (incident === undefined) return goneCard;
      const { user } = by.id;
      if (!isOpen(incident)) return overCard(incident, user, 'resolve');
      if (problemOf(values) !== undefined) return nothingDone('Nothing was done: say why.');
      const reason = foreign(reasonIn(values));
      await close(tx, incident, { by: user, at: deps.clock.now(), reason });
      return doneCard(incident);
    },
  };
};
