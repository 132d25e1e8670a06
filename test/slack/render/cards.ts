import fc from 'fast-check';
import type { Card, CardPart } from '../../../src/core/card.ts';
import type { Field, Form, Option } from '../../../src/core/form.ts';
import type { Inline, SafeUrl, Text } from '../../../src/core/text.ts';
import { untrusted } from '../../../src/core/text.ts';

/** Whom cards really mention; attackers know the ids too. */
const ours = { user: 'U0OURS01', group: 'S0OURS01' } as const;

/** What is left when the mentions are gone that only a card's own pieces make. */
export const withoutMentions = (text: string): string =>
  text.replaceAll(`<@${ours.user}>`, ' ').replaceAll(`<!subteam^${ours.group}>`, ' ');

/** A URL as `core/console-link` makes them. */
export const safeUrl = (url: string): SafeUrl => url as SafeUrl;

/** What people have put into names to have it drawn as something else. */
const attacks = [
  '<!channel>',
  '<!here|ok>',
  '<!subteam^S012345|sec>',
  '<@U012345>',
  `<@${ours.user}>`,
  `<!subteam^${ours.group}>`,
  '<#C012345>',
  '<http://evil.example|console.aws.amazon.com>',
  '<slack://user?team=T1&id=U1|approve>',
  '<!date^0^{date}^https://evil.example|yesterday>',
  'https://evil.example/login',
  '``` <!channel> ```',
  '\n> *RESOLVED* by <@U1>\n*Severity:* low',
  ':white_check_mark: OK :large_green_circle:',
  '&#60;!channel&#62;',
  '&lt;!channel&gt;',
  '<!chan\u200bnel>',
  '\u202eLENNAHC\u202c',
  '![x](https://evil.example/p.png)',
  '@channel @here @everyone',
  'a\u0000b\u2028c\u001b[31m\u009b0m',
  '\ud800',
  '\u{1F468}\u200d\u{1F469}\u200d\u{1F467}',
  '&',
  '_x_ ~y~ *z* `c`',
  'smile',
  ':',
  ' ',
  '',
];

const foreign = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...attacks) },
  {
    weight: 2,
    arbitrary: fc.array(fc.constantFrom(...attacks), { maxLength: 6 }).map((all) => all.join('')),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...attacks), fc.nat(800)).map(([a, n]) => a.repeat(n)),
  },
);

const url = fc
  .constantFrom(
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/a%20b',
    'https://console.amazonaws.cn/x|y',
    'https://evil.example/',
    'https://user:pass@console.aws.amazon.com/',
    'http://console.aws.amazon.com/',
    'https://console.aws.amazon.com.evil.example/x',
    `https://console.aws.amazon.com/${'x'.repeat(4000)}`,
    'https://wiki.example.com/runbook?a=<b>',
    'javascript:alert(1)',
    'nonsense',
  )
  .map(safeUrl);

const words = fc.oneof(foreign.map(untrusted), fc.constantFrom('ours', ' & ', ''));
const time = fc.oneof(
  fc.integer({ min: 0, max: 2e12 }),
  fc.integer({ min: -1e15, max: 1e15 }),
  fc.double(),
);

const inline: fc.Arbitrary<Inline> = fc.oneof(
  words,
  fc.record({ bold: words }),
  fc.record({ code: words }),
  fc.record({ link: url, label: words }),
  fc.record({ time }),
  fc.record({ time, style: fc.constant('time' as const) }),
  fc.record({ emoji: fc.constantFrom('red_circle', 'unheard_of', 'no emoji:') }),
  fc.record({ user: fc.constantFrom(ours.user, '<!channel>', 'U1> <!here') }),
  fc.record({ userGroup: fc.constantFrom(ours.group, '<!channel>', 'S1|x> <!here') }),
  fc.record({ channel: fc.constantFrom('C012345', '<!channel>') }),
);

const text: fc.Arbitrary<Text> = fc.array(inline, { maxLength: 6 });
const cell = fc.oneof(
  text,
  fc.record({ number: fc.double(), shown: fc.constantFrom('1', '', '9,999') }),
);

/** Entries of a menu, as people may have named what they stand for. */
const entries: fc.Arbitrary<Option[]> = fc.array(
  fc.record({
    label: foreign,
    value: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('', 'same', 'x'.repeat(151), '&'.repeat(40)),
    ),
  }),
  { maxLength: 120, size: '+1' },
);

const chart: fc.Arbitrary<CardPart> = fc.record({
  kind: fc.constant('chart' as const),
  title: foreign.map(untrusted),
  unit: fc.oneof(foreign, fc.constantFrom(undefined, 'None', 'Threshold', 'Percent')),
  threshold: fc.option(fc.double(), { nil: undefined }),
  points: fc.array(
    fc.record({
      at: fc.oneof(time, fc.integer({ min: 17e11, max: 17e11 + 9e6 })),
      value: fc.double(),
    }),
    { maxLength: 70, size: '+1' },
  ),
});

const part: fc.Arbitrary<CardPart> = fc.oneof(
  chart,
  fc.record({ kind: fc.constant('text' as const), text }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: fc.constantFrom('Account', ''), value: text }), {
      maxLength: 20,
    }),
  }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(text, { maxLength: 40 }) }),
  fc.record({
    kind: fc.constant('table' as const),
    caption: fc.constantFrom('Findings', ''),
    columns: fc.array(fc.constantFrom('Name', 'Count', ''), { maxLength: 25 }),
    rows: fc.array(fc.array(cell, { maxLength: 25 }), { maxLength: 120, size: '+1' }),
  }),
  fc.record({ kind: fc.constant('code' as const), text: foreign.map(untrusted) }),
  fc.record({ kind: fc.constant('note' as const), text }),
  fc.record({
    kind: fc.constant('buttons' as const),
    buttons: fc.array(
      fc.oneof(
        fc.record({
          kind: fc.constant('action' as const),
          action: fc.constantFrom('ack', 'mute', '', 'x'.repeat(300)),
          label: fc.constantFrom('Acknowledge', '', 'x'.repeat(100)),
          value: fc.constantFrom('1', '', 'x'.repeat(3000)),
        }),
        fc.record({
          kind: fc.constant('select' as const),
          action: fc.constantFrom('details', '', 'x'.repeat(300)),
          label: fc.constantFrom('Details', '', 'x'.repeat(200), '<!channel> & co'),
          options: entries,
        }),
        fc.record({ kind: fc.constant('link' as const), label: fc.constantFrom('Open', ''), url }),
      ),
      { maxLength: 30 },
    ),
  }),
  fc.constant({ kind: 'divider' as const }),
);

/** Any card, with whatever somebody may have written into AWS. */
export const anyCard: fc.Arbitrary<Card> = fc
  .record({
    headline: text,
    badge: fc.option(
      fc.record({
        emoji: fc.constantFrom('red_circle', 'bad name'),
        word: fc.constantFrom('HIGH', ''),
      }),
      { nil: undefined },
    ),
    parts: fc.array(part, { maxLength: 12, size: '+1' }),
  })
  .map(({ badge, ...rest }) => (badge ? { ...rest, badge } : rest));

const fieldBase = {
  label: foreign,
  hint: fc.option(foreign, { nil: undefined }),
  isOptional: fc.boolean(),
};
const field: fc.Arbitrary<object> = fc.oneof(
  fc.record({
    ...fieldBase,
    kind: fc.constant('text' as const),
    placeholder: fc.option(foreign, { nil: undefined }),
    value: fc.option(foreign, { nil: undefined }),
    isLong: fc.boolean(),
  }),
  fc.record({
    ...fieldBase,
    kind: fc.constant('choice' as const),
    options: entries,
    value: fc.constantFrom('same', 'elsewhere', ''),
  }),
  fc.record({
    ...fieldBase,
    kind: fc.constant('choices' as const),
    options: entries,
    values: fc.constant(['same', 'elsewhere']),
  }),
);

/** Without the keys that hold undefined, as the types want them. */
const compact = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;

/** Any form, filled in with whatever somebody typed. */
export const anyForm: fc.Arbitrary<Form> = fc
  .record({
    title: foreign,
    submit: foreign,
    intro: fc.option(text, { nil: undefined }),
    fields: fc.array(field, { minLength: 1, maxLength: 8 }),
  })
  .map(({ fields, ...rest }) =>
    compact({
      ...rest,
      fields: fields.map((one, index) => compact({ ...one, id: `field-${index}` }) as Field),
    }),
  ) as fc.Arbitrary<Form>;
