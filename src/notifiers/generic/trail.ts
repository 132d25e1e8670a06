import { trailEventLink } from '../../core/console-link.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { readTrailEvent, type TrailEvent } from '../../core/trail-event.ts';
import { fact } from './facts.ts';
import type { Json, Reading } from './reading.ts';
import { event } from './states.ts';

const verbs: Readonly<Record<TrailEvent['outcome'], string>> = {
  ok: 'was called',
  denied: 'was denied',
  failed: 'failed',
};

const verbOf = ({ call, outcome }: TrailEvent): string =>
  call === 'ConsoleLogin' && outcome === 'ok' ? 'succeeded' : verbs[outcome];

const causeOf = ({ who, which }: TrailEvent): Text => {
  const [first] = which;
  const more = which.length > 1 ? ` and ${which.length - 1} more` : '';
  return ['by ', foreign(who), ...(first === undefined ? [] : [', on ', foreign(first), more])];
};

const yesOrNo = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? 'yes' : 'no';

/** A record of CloudTrail: who, what, when, which, where. */
export const readTrailRecord = (record: Json): Reading => {
  const trail = readTrailEvent(record);
  const { account, region, id } = trail;
  return {
    title: trail.call === 'ConsoleLogin' ? 'Console sign-in' : trail.what,
    verb: verbOf(trail),
    cause: causeOf(trail),
    status: event,
    at: trail.when,
    account,
    region,
    resource: trail.which[0],
    key: id === undefined ? undefined : ['cloudtrail', id],
    facts: [
      ...fact('Who', trail.who),
      ...fact('What', `${trail.what}${trail.outcome === 'ok' ? '' : `, ${trail.outcome}`}`),
      ...fact('Which', trail.which),
      ...fact('From', trail.address),
      ...fact('Access key', trail.accessKey),
      ...fact('MFA', yesOrNo(trail.mfa)),
      ...(trail.viaConsole ? fact('Through', 'the AWS console') : []),
      ...fact('User agent', trail.userAgent),
      ...fact('Error', trail.error),
    ],
    consoleUrl: region === undefined || id === undefined ? undefined : trailEventLink(region, id),
  };
};
