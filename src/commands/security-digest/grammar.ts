import type { Reading, ReadingContext, Where } from '../../core/command.ts';
import { didYouMean } from '../../core/did-you-mean.ts';
import { type SectionId, sectionIds } from '../../core/digest.ts';
import { digestAccounts } from '../../core/digest-places.ts';
import type { DigestSettings } from '../../core/settings.ts';
import { type Text, untrusted } from '../../core/text.ts';
import { whereWords } from '../asking/where-words.ts';
import { readWords } from '../grammar/read-words.ts';
import { isKeyword, type Word } from '../grammar/tokens.ts';
import { takeWhere } from '../grammar/where.ts';
import type { DigestQuery } from './query.ts';
import { sectionNames, sectionOf } from './sections.ts';
import { securityDigestSpec } from './spec.ts';

type Read = Reading<DigestQuery>;
type Digest = DigestSettings;

const command = `/${securityDigestSpec.name}`;

const failed = (problem: Text, example: string, field: string): Read => ({
  kind: 'wrong',
  understood: [],
  problem,
  example: `${command} ${example}`,
  field,
});

const shown = (word: string): Text[number] => ({ code: untrusted(word.slice(0, 80)) });

const called = (word: string, digests: readonly Digest[]): Digest | undefined =>
  digests.find(({ name }) => name.toLowerCase() === word.toLowerCase());

const names = (digests: readonly Digest[]): readonly string[] => digests.map(({ name }) => name);

/** Its accounts; `all` where it names none, which means those that the asker may know of. */
const accountsOf = (digest: Digest, { accounts }: ReadingContext): Where['accounts'] =>
  digest.accounts === undefined ? 'all' : digestAccounts(digest, accounts).map(({ id }) => id);

interface Named {
  readonly sections: readonly SectionId[];
  readonly digest: Digest | undefined;
}

const fillers = new Set(['now', 'all', 'everything', 'and', 'the']);

const wordsOf = (words: readonly Word[]): readonly string[] =>
  words
    .map(({ text }) => text.toLowerCase())
    .join(' ')
    .replaceAll(/\btrusted[\s-]+advisor\b/g, 'trusted-advisor')
    .split(/[\s,]+/)
    .filter((word) => word !== '');

/** The sections and the digest that the words name, or the first word that names nothing. */
const readNames = (
  words: readonly string[],
  digests: readonly Digest[],
): Named | { readonly unknown: string } => {
  const sections: SectionId[] = [];
  let digest: Digest | undefined;
  for (const word of words) {
    const section = sectionOf(word);
    const found = called(word, digests);
    if (section !== undefined) sections.push(section);
    else if (found !== undefined && digest === undefined) digest = found;
    else if (!fillers.has(word)) return { unknown: word };
  }
  return { sections: sectionIds.filter((id) => sections.includes(id)), digest };
};

const understoodShow = (
  digest: Digest | undefined,
  sections: readonly SectionId[] | undefined,
): Text => [
  'the security digest',
  ...(digest === undefined ? [] : [' ', { bold: untrusted(digest.name) }]),
  ' as of now',
  ...(sections === undefined || sections.length === sectionIds.length
    ? []
    : [`, only ${sections.map((id) => sectionNames[id]).join(', ')}`]),
];

const showOf = (named: Named, where: Where, context: ReadingContext): Read => {
  const { digest } = named;
  const chosen = named.sections.length > 0 ? named.sections : digest?.sections;
  const accounts = where.accounts ?? (digest && accountsOf(digest, context));
  return {
    kind: 'question',
    query: {
      topic: 'show',
      digest: digest?.name,
      sections: chosen,
      where: whereWords(where, context.accounts),
    },
    understood: understoodShow(digest, chosen),
    where: { ...where, accounts },
    isElseAboutAll: true,
  };
};

const readShow = (
  words: readonly Word[],
  context: ReadingContext,
  digests: readonly Digest[],
): Read => {
  const placed = takeWhere(words, context);
  if (placed.kind === 'wrong') return failed(placed.problem, 'iam in all', 'where');
  const named = readNames(wordsOf(placed.rest), digests);
  if ('unknown' in named)
    return failed(
      [
        shown(named.unknown),
        ` is neither a section nor a digest of the settings.${didYouMean(named.unknown, [...sectionIds, ...names(digests)])}`,
      ],
      'iam, trusted-advisor in all',
      'sections',
    );
  return showOf(named, placed.value, context);
};

/** `#security`, `security`, `<#C0123ABCD>`, `C0123ABCD`. https://docs.slack.dev/reference/methods/conversations.rename */
const channelOf = (word: string): string | undefined => {
  const found = /^(?:<#([A-Z0-9]{6,20})>|#?([\p{L}\p{M}\p{N}_-]{1,80}))$/u.exec(word);
  return found?.[1] ?? found?.[2];
};

const channelText = (channel: string): Text[number] =>
  /^[CG][A-Z0-9]{6,20}$/.test(channel) ? { channel } : untrusted(`#${channel}`);

const sendOf = (digest: Digest, channel: string, context: ReadingContext): Read => ({
  kind: 'question',
  query: { topic: 'send', digest: digest.name, channel },
  understood: [
    'posting into ',
    channelText(channel),
    ' the security digest ',
    { bold: untrusted(digest.name) },
  ],
  where: { accounts: accountsOf(digest, context), regions: undefined },
  right: 'security-digest send',
  isForAdmins: true,
});

const noDigest = (named: readonly Word[], digests: readonly Digest[], example: string): Read => {
  const known = names(digests);
  const word = named.map(({ text }) => text).join(' ');
  if (known.length === 0)
    return failed(['The settings have no digest yet: write one under digests.'], example, 'what');
  return failed(
    word === ''
      ? [`Say which digest: ${known.join(', ')}.`]
      : [shown(word), ` is no digest of the settings. They have: ${known.join(', ')}.`],
    example,
    'what',
  );
};

/** `weekly to #security`. */
const readSend = (
  named: readonly Word[],
  target: readonly Word[],
  context: ReadingContext,
  digests: readonly Digest[],
): Read => {
  const [name, ...others] = named;
  const digest = name === undefined || others.length > 0 ? undefined : called(name.text, digests);
  const example = `${digests[0]?.name ?? 'weekly'} to #security`;
  if (digest === undefined) return noDigest(named, digests, example);
  const [word, ...more] = target;
  const channel = word === undefined ? undefined : channelOf(word.text);
  if (channel !== undefined && more.length === 0) return sendOf(digest, channel, context);
  return failed(
    word === undefined
      ? ['After ', { code: 'to' }, ' comes a channel.']
      : [shown(target.map(({ text }) => text).join(' ')), ' is not one channel.'],
    example,
    'channel',
  );
};

/** Reads `[DIGEST] [SECTION …] [in WHERE]`, `DIGEST to #CHANNEL`, `help`; nothing is everything, now. */
export const readQuery = (
  text: string,
  context: ReadingContext,
  digests: readonly DigestSettings[],
): Read => {
  const typed = readWords(text);
  if (typed.kind === 'wrong') return failed(typed.problem, 'iam in all', 'sections');
  const { words } = typed;
  if (words.length === 1 && isKeyword(words[0], 'help', 'form')) return { kind: 'empty' };
  const to = words.findIndex((word) => isKeyword(word, 'to'));
  return to < 0
    ? readShow(words, context, digests)
    : readSend(words.slice(0, to), words.slice(to + 1), context, digests);
};
