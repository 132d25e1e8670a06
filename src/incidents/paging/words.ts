import type { Alert } from '../../core/alert.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { Escalation, MemberList } from '../../core/settings.ts';
import type { Inline, Text } from '../../core/text.ts';
import { evidenceHeadline } from '../evidence/headline.ts';
import { type AccountName, headline } from '../headline.ts';
import { channelInline } from '../storm-cards.ts';

/** What a call says: who did it where that is known, else what fires. */
export const callHeadline = (
  alert: Alert,
  evidence: Evidence | undefined,
  accountName: AccountName,
): Text => {
  const told = evidence === undefined ? [] : evidenceHeadline(evidence);
  return told.length > 0 ? told : headline(alert, accountName);
};

/** "@alice @oncall ": they are notified. */
export const mentions = ({ users, groups }: MemberList): Text =>
  [
    ...users.map((user): Inline => ({ user })),
    ...groups.map((userGroup): Inline => ({ userGroup })),
  ].flatMap((piece): Inline[] => [piece, ' ']);

const minutes = (ms: number): string => {
  const count = Math.round(ms / 60_000);
  return count === 1 ? '1 minute' : `${count} minutes`;
};

/** "nobody has acknowledged this for 15 minutes: ". */
export const nobodyYet = (ms: number): string =>
  `nobody has acknowledged this for ${ms < 60_000 ? `${Math.round(ms / 1_000)} seconds` : minutes(ms)}: `;

/** "U0ALICE, S0ONCALL, #security-leads, arn:aws:sns:…", for the record of what was done. */
export const escalatedTo = ({ mention, channel, topic }: Escalation): string =>
  [
    ...(mention?.users ?? []),
    ...(mention?.groups ?? []),
    ...(channel === undefined ? [] : [`#${channel}`]),
    ...(topic === undefined ? [] : [topic]),
  ].join(', ');

const nameOfTopic = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

/** Where it is told besides the thread; undefined: nowhere, and who was called was told there. */
export const escalatedLine = (at: number, { channel, topic }: Escalation): Text | undefined => {
  const places: Text[] = [
    ...(channel === undefined ? [] : [[channelInline(channel)]]),
    ...(topic === undefined ? [] : [['the topic ', { code: nameOfTopic(topic) }]]),
  ];
  return places.length === 0
    ? undefined
    : [
        { time: at, style: 'time' },
        ' escalated to ',
        ...places.flatMap((place, index) => [index === 0 ? '' : ' and ', ...place]),
      ];
};
