import type { Fact } from '../../core/card.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import type { TrailEvent } from '../../core/trail-event.ts';
import { shorten } from '../../core/words.ts';

/** "by IAM user alice, on bucket and 2 more". */
export const byWhom = ({ who, which }: TrailEvent): Text => {
  const [first] = which;
  const more = which.length > 1 ? ` and ${which.length - 1} more` : '';
  return ['by ', foreign(who), ...(first === undefined ? [] : [', on ', foreign(first), more])];
};

const fact = (label: string, value: string | undefined): readonly Fact[] =>
  value === undefined || value.trim() === ''
    ? []
    : [{ label, value: [foreign(shorten(value.replaceAll(/\s+/g, ' ').trim(), 500))] }];

const yesOrNo = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? 'yes' : 'no';

/** Who, what, which, where: a record of CloudTrail as facts; every message says when by itself. */
export const trailFacts = (trail: TrailEvent): readonly Fact[] => [
  ...fact('Who', trail.who),
  ...fact('What', `${trail.what}${trail.outcome === 'ok' ? '' : `, ${trail.outcome}`}`),
  ...fact('Which', trail.which.join(', ')),
  ...fact('From', trail.address),
  ...fact('Access key', trail.accessKey),
  ...fact('MFA', yesOrNo(trail.mfa)),
  ...fact('Through', trail.viaConsole ? 'the AWS console' : undefined),
  ...fact('User agent', trail.userAgent),
  ...fact('Error', trail.error),
];
