import { splitEmoji } from './emoji.ts';
import type { Json } from './json.ts';

type Style = Readonly<Record<string, boolean>>;

const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const plain = (text: string, style: Style): readonly Json[] =>
  splitEmoji(text).map((piece) =>
    'emoji' in piece
      ? { type: 'emoji', name: piece.emoji }
      : { type: 'text', text: piece.text, style },
  );

/** What stands between `<` and `>`: a link, a mention, a date; undefined if it is none of them. */
const special = (inside: string, style: Style): Json | undefined => {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : unescape(inside.slice(bar + 1));
  if (/^@[UW][A-Z0-9]+$/.test(target)) return { type: 'user', user_id: target.slice(1) };
  if (/^!subteam\^S[A-Z0-9]+$/.test(target)) {
    return { type: 'usergroup', usergroup_id: target.slice('!subteam^'.length) };
  }
  if (/^#[CGD][A-Z0-9]+$/.test(target)) return { type: 'channel', channel_id: target.slice(1) };
  if (/^!(here|channel|everyone)$/.test(target)) {
    return { type: 'broadcast', range: target.slice(1) };
  }
  const date = /^!date\^(\d{1,11})\^([^^]+)(?:\^(.+))?$/.exec(target);
  if (date) {
    const url = date[3] === undefined ? {} : { url: date[3] };
    return { type: 'date', timestamp: Number(date[1]), format: date[2], fallback: label, ...url };
  }
  if (/^(https?:\/\/|mailto:)/.test(target)) {
    return { type: 'link', url: unescape(target), text: label ?? unescape(target), style };
  }
  return undefined;
};

const markers: Readonly<Record<string, string>> = { '*': 'bold', _: 'italic', '~': 'strike' };

// A marker counts only between a non-word and a visible character: `snake_case` and `2*3*4` do not.
const inlinePattern =
  /<([^<>\n]+)>|`([^`\n]+)`|(?<![\p{L}\p{N}*_~])([*_~])(?=\S)((?:(?!\3)[^\n])*?\S)\3(?![\p{L}\p{N}*_~])/gu;

const inline = (text: string, style: Style): readonly Json[] => {
  const found: Json[] = [];
  let end = 0;
  for (const match of text.matchAll(inlinePattern)) {
    const [whole, inside, code, marker, marked] = match;
    found.push(...plain(unescape(text.slice(end, match.index)), style));
    end = match.index + whole.length;
    if (inside !== undefined) {
      const element = special(inside, style);
      found.push(...(element ? [element] : plain(unescape(whole), style)));
    } else if (code !== undefined) {
      found.push({ type: 'text', text: unescape(code), style: { ...style, code: true } });
    } else if (marked !== undefined) {
      const name = markers[marker ?? ''] ?? 'bold';
      found.push(...inline(marked, { ...style, [name]: true }));
    }
  }
  return [...found, ...plain(unescape(text.slice(end)), style)];
};

const quoteStart = /^(?:>|&gt;) ?/;

/** Runs of quoted and unquoted lines. */
const paragraphs = (text: string): readonly Json[] => {
  const runs: { quoted: boolean; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const quoted = quoteStart.test(line);
    const last = runs.at(-1);
    const shown = quoted ? line.replace(quoteStart, '') : line;
    if (last && last.quoted === quoted) last.lines.push(shown);
    else runs.push({ quoted, lines: [shown] });
  }
  return runs.map(({ quoted, lines }) => ({
    type: quoted ? 'rich_text_quote' : 'rich_text_section',
    elements: inline(lines.join('\n'), {}),
  }));
};

/**
 * Slack's mrkdwn as a rich text block, so that one component draws both. Escaped signs become
 * plain text after the markup was read, never before: `&lt;!channel&gt;` mentions nobody.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text
 */
export const fromMrkdwn = (text: string): Json => ({
  type: 'rich_text',
  elements: text.split(/\n?```\n?([\s\S]*?)\n?```\n?/).flatMap((piece, index): readonly Json[] => {
    if (index % 2 === 0) return piece === '' ? [] : paragraphs(piece);
    return [
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: unescape(piece) }] },
    ];
  }),
});

/** A plain text object: nothing but emoji is read in it, and those only if it says so. */
export const fromPlain = (text: string, hasEmoji = true): Json => {
  const elements = hasEmoji ? plain(text, {}) : [{ type: 'text', text }];
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
};
