import { isSecretName } from './redact-names.ts';
import { type Untrusted, untrusted } from './text.ts';
import { isRecord } from './values.ts';

/** Stands where a secret stood. */
const removed = '[redacted]';

/**
 * Forty characters of base64 may be an AWS secret key or nothing of the kind: a commit is
 * hexadecimal, a path is made of words.
 */
const looksRandom = (text: string): boolean =>
  /\d/.test(text) &&
  /[a-z]/.test(text) &&
  (text.match(/[A-Z]/g) ?? []).length >= 5 &&
  (text.match(/\//g) ?? []).length <= 3 &&
  !/[a-z]{8}/.test(text);

interface Rule {
  /** In small letters; a text without any of them is passed over, and nearly every text is. */
  readonly hints: readonly string[];
  readonly pattern: RegExp;
  readonly replace: string;
}

/**
 * Secrets that their form gives away. Each pattern begins at a boundary and has no two ways to
 * match the same text, so that none takes longer than the text is long.
 */
const rules: readonly Rule[] = [
  {
    hints: ['-----begin'],
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}-----|$)/g,
    replace: removed,
  },
  // The ends tell people which key it is; the whole id is worth something to an attacker.
  {
    hints: ['akia', 'asia'],
    pattern: /(?<![A-Za-z0-9])(AKIA|ASIA)[A-Z0-9]{12}([A-Z0-9]{4})(?![A-Za-z0-9])/g,
    replace: '$1…$2',
  },
  {
    hints: ['iqojb3jpz2lu', 'ogzxivyxdz', 'aqodyxdz'],
    pattern: /(?<![A-Za-z0-9+/=])(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz|AQoDYXdz)[A-Za-z0-9+/=_%-]{16,}/g,
    replace: removed,
  },
  {
    hints: ['eyj'],
    pattern: /(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)?/g,
    replace: removed,
  },
  {
    hints: ['xox', 'xapp-'],
    pattern: /(?<![A-Za-z0-9])x(?:ox[a-z]|app)-[\w.%-]{6,}/g,
    replace: removed,
  },
  {
    hints: ['hooks.slack'],
    pattern: /(https:\/\/hooks\.slack(?:-gov)?\.com\/)[^\s"'<>|\\]+/g,
    replace: `$1${removed}`,
  },
  {
    hints: ['gh', 'glpat-', 'npm_', 'k_live_', 'k_test_', 'aiza', 'sg.'],
    pattern:
      /(?<![\w-])(?:gh[pousr]_|github_pat_|glpat-|npm_|[sr]k_(?:live|test)_|AIza|SG\.)[\w.-]{16,}/g,
    replace: removed,
  },
  {
    hints: ['bearer'],
    pattern: /(?<![\w-])(bearer\s{1,3})[\w.~+/=-]{6,}/gi,
    replace: `$1${removed}`,
  },
  {
    hints: ['basic', 'negotiate'],
    pattern: /(?<![\w-])((?:basic|negotiate)\s{1,3})[\w+/-]{16,}={1,2}/gi,
    replace: `$1${removed}`,
  },
  {
    hints: ['key', 'token', 'secret'],
    pattern:
      /(?<![\w-])((?:secret access|secret|api|private)[ -]key|(?:session|access)[ -]token|client[ -]secret)(["'\\]{0,4}\s{0,3}[:=]\s{0,3}["'\\]{0,4})[^\s"'\\,;]+/gi,
    replace: `$1$2${removed}`,
  },
  {
    hints: ['://'],
    pattern: /(?<![\w+.-])([a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{0,100}:)[^\s/@"'<>]{1,300}@/gi,
    replace: `$1${removed}@`,
  },
  {
    hints: ['?', '&'],
    pattern:
      /([?&](?:X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|Signature|sig)=)[^&\s"'<>\\]+/gi,
    replace: `$1${removed}`,
  },
];

const fortyCharacters = /(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=_-])/g;

/** `{"name":"DB_PASSWORD","value":"…"}` as containers and builds list their environment. */
const nameThenValue =
  /(\\{0,16}["']name\\{0,16}["']\s{0,4}:\s{0,4}\\{0,16}["'])([\w.-]{3,80})(\\{0,16}["']\s{0,4},\s{0,4}\\{0,16}["']value\\{0,16}["']\s{0,4}:\s{0,4}\\{0,16}["'])([^"'\\\r\n]*)/gi;

/** `name: value`, `"name":"value"`, `name=value`, the quotes escaped any number of times. */
const nameAndQuote =
  /(?<![\w.-])([A-Za-z][\w.-]{2,80})\\{0,16}["']?\s{0,4}[:=]\s{0,4}(\\{0,16}["'])?/g;

/** What stands where a secret is meant but is none. */
const isHarmless = (value: string): boolean =>
  value.startsWith('[redacted') ||
  value.startsWith('arn:') ||
  /^(?:true|false|null|none|\*+|\d{1,4}|HIDDEN_DUE_TO_SECURITY_REASONS|<?sensitiveDataRemoved>?)?$/i.test(
    value,
  );

/** Where the value that begins at `start` ends; a quote inside it has more backslashes than its own. */
const endOfValue = (text: string, start: number, quote: string | undefined): number => {
  if (quote === undefined) {
    const bare = /[^\s"'\\,;&}\])<>]*/y;
    bare.lastIndex = start;
    return start + (bare.exec(text)?.[0].length ?? 0);
  }
  const mark = quote.slice(-1);
  for (let at = text.indexOf(mark, start); at !== -1; at = text.indexOf(mark, at + 1)) {
    let slashes = 0;
    while (slashes < quote.length && text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes < quote.length) return at - slashes;
  }
  return text.length;
};

const redactPairs = (text: string): string => {
  const finder = new RegExp(nameAndQuote);
  let clean = '';
  let done = 0;
  for (let found = finder.exec(text); found !== null; found = finder.exec(text)) {
    const [whole, name = '', quote] = found;
    // arn:aws:secretsmanager:…:secret:name points at a secret and holds none.
    const isArnPart = text[found.index - 1] === ':' && whole === `${name}:`;
    if (!isSecretName(name) || isArnPart) continue;
    const start = found.index + whole.length;
    const end = endOfValue(text, start, quote);
    if (isHarmless(text.slice(start, end))) continue;
    clean += text.slice(done, start) + removed;
    done = end;
    finder.lastIndex = end;
  }
  return clean + text.slice(done);
};

/**
 * Foreign text without its secrets: what looks like one (AWS keys and session tokens, private
 * keys, JWTs, Slack and other tokens, credentials in URLs, signed links) and what stands beside
 * the name of one (`password=…`, `"secretString":"…"`). Account ids, ARNs, user names, instance
 * ids and digests stay. Takes time proportional to the length.
 */
export const redactText = (text: string): string => {
  const small = text.toLowerCase();
  let clean = text;
  for (const { hints, pattern, replace } of rules)
    if (hints.some((hint) => small.includes(hint))) clean = clean.replace(pattern, replace);
  if (clean.length >= 40)
    clean = clean.replace(fortyCharacters, (found) => (looksRandom(found) ? removed : found));
  if (!/[:=]/.test(clean)) return clean;
  clean = clean.replace(
    nameThenValue,
    (whole: string, before: string, name: string, between: string) =>
      isSecretName(name) ? `${before}${name}${between}${removed}` : whole,
  );
  return redactPairs(clean);
};

/** Lambda, ECS and CodeBuild keep settings there, and people keep secrets in settings. */
const isEnvironment = (name: string): boolean =>
  /^(?:environment[-_]?)?variables?$|^environment$/i.test(name);

/** In an environment only what things are called stays. */
const isTitle = (name: string): boolean => /^(?:name|type)$/i.test(name);

const maxDepth = 100;

/** `hide`: every string below is to be hidden, whatever it is called. */
const redactRecord = (
  record: Readonly<Record<string, unknown>>,
  depth: number,
  hide: boolean,
): object => {
  const secretEntry = typeof record['name'] === 'string' && isSecretName(record['name']);
  const redacted = Object.entries(record).map(([name, value]): [string, unknown] => {
    const isSecret =
      isSecretName(name) || (hide && !isTitle(name)) || (secretEntry && /^value$/i.test(name));
    if (typeof value === 'string' && isSecret) return [name, isHarmless(value) ? value : removed];
    return [name, redactDeep(value, depth, hide || isSecretName(name) || isEnvironment(name))];
  });
  return Object.fromEntries(redacted);
};

const redactDeep = (value: unknown, depth: number, hide: boolean): unknown => {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return '[nested too deep]';
  if (value instanceof Error) return redactText(`${value.name}: ${value.message}`);
  if (Array.isArray(value))
    return value.map((item: unknown) =>
      hide && typeof item === 'string' ? removed : redactDeep(item, depth + 1, hide),
    );
  return isRecord(value) ? redactRecord(value, depth + 1, hide) : value;
};

/**
 * A copy of any value without its secrets, by the names of fields (`secretAccessKey`, `userData`,
 * environment variables …) and, in every string, by form. An error becomes its message.
 */
export const redactValue = (value: unknown): unknown => redactDeep(value, 0, false);

/** Foreign text as it may stand in an alert: without its secrets, and marked as foreign. */
export const foreign = (text: string): Untrusted => untrusted(redactText(text));
