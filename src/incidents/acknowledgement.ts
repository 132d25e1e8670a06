import type { Button, CardPart, Fact } from '../core/card.ts';
import type { Acknowledgement, Incident } from '../core/incident-store.ts';
import type { Text } from '../core/text.ts';

/** The `action_id` of the button and of the menu. */
export const acknowledgeId = 'acknowledge';

type State = Pick<Incident, 'phase' | 'acknowledged'>;

/** What is over needs nobody, and what somebody took over nobody else. */
export const canAcknowledge = ({ phase, acknowledged }: State): boolean =>
  phase !== 'resolved' && acknowledged === undefined;

export const acknowledgeButtons = (incident: Pick<Incident, 'id'> & State): readonly Button[] =>
  canAcknowledge(incident)
    ? [{ kind: 'action', action: acknowledgeId, label: 'Acknowledge', value: incident.id }]
    : [];

/** A menu in place of many buttons; the values are incident ids. */
export const acknowledgeMenu = (
  options: readonly { readonly label: string; readonly value: string }[],
): readonly CardPart[] =>
  options.length === 0
    ? []
    : [
        {
          kind: 'buttons',
          buttons: [{ kind: 'select', action: acknowledgeId, label: 'Acknowledge …', options }],
        },
      ];

/** "by @alice 10:05". */
const acknowledgedBy = ({ by, at }: Acknowledgement): Text => [
  'by ',
  { user: by },
  ' ',
  { time: at, style: 'time' },
];

export const acknowledgedFacts = ({
  acknowledged,
}: Partial<Pick<State, 'acknowledged'>>): readonly Fact[] =>
  acknowledged === undefined
    ? []
    : [{ label: 'Acknowledged', value: acknowledgedBy(acknowledged) }];

/** The line of the thread. */
export const acknowledgedLine = ({ by, at }: Acknowledgement): Text => [
  { time: at, style: 'time' },
  ' acknowledged by ',
  { user: by },
];
