import type { Fact } from '../core/card.ts';
import type { Mute } from '../core/mute.ts';
import { type Inline, type Text, untrusted } from '../core/text.ts';
import type { Muting } from './mutes.ts';

const and = (text: Text): Text => (text.length === 0 ? [] : [', ', ...text]);

/** "this alarm", "root-use by arn:…:role/deploy in 444455556666". */
export const scopeWords = ({ scope }: Pick<Mute, 'scope'>): Text => {
  if (scope.kind === 'alarm') return ['the alarm ', { bold: scope.name }];
  const { detection, account, actor } = scope;
  return [
    { code: untrusted(detection) },
    ...(actor === undefined ? [] : [' by ', { code: untrusted(actor) }]),
    ...(account === undefined ? [' in every account'] : [` in ${account}`]),
  ];
};

/** What has to be told of something that is muted, on its own message. */
export const mutedFacts = (muting: Muting | undefined): readonly Fact[] => {
  if (muting === undefined) return [];
  const { mute, until, isWaiting } = muting;
  const { by, secondBy, reason } = mute;
  const end: Inline = { time: until, style: 'date-time' };
  const second: Text = secondBy === undefined ? [] : [' and ', { user: secondBy }];
  const what: Text = mute.scope.kind === 'alarm' ? [] : and(scopeWords(mute));
  const tail: Text = [' by ', { user: by }, ...second, ' (', reason, ')', ...what];
  return isWaiting
    ? [{ label: 'Not muted yet', value: ['until ', end, ...tail, ': a second admin has to agree'] }]
    : [{ label: 'Muted', value: ['until ', end, ...tail] }];
};

const at = (time: number): Inline => ({ time, style: 'time' });

/** Lines of the thread. */
export const mutedLine = (mute: Mute): Text => [
  at(mute.at),
  ' muted by ',
  { user: mute.by },
  ' until ',
  { time: mute.until, style: 'date-time' },
  ': ',
  mute.reason,
  ...(mute.scope.kind === 'alarm' ? [] : [' – ', ...scopeWords(mute)]),
];

export const askedLine = (mute: Mute, accounts: number): Text => [
  at(mute.at),
  ' ',
  { user: mute.by },
  ' asks to mute it until ',
  { time: mute.until, style: 'date-time' },
  `, which blinds ${accounts} accounts, so a second admin has to agree: `,
  mute.reason,
];

export const agreedLine = (mute: Mute, second: string, now: number): Text => [
  at(now),
  ' ',
  { user: second },
  ' agreed: muted until ',
  { time: mute.until, style: 'date-time' },
];

export const endedLine = (by: string | undefined, now: number, held: number): Text => [
  at(now),
  ...(by === undefined ? [' the mute is over'] : [' mute ended by ', { user: by }]),
  held === 0 ? '' : `; it held back ${held} ${held === 1 ? 'firing' : 'firings'}`,
];
