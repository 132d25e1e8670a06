import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from 'yaml';

export type Path = readonly PropertyKey[];

/** Is `key` a setting at `path`? */
type IsKnown = (path: Path, key: string) => boolean;

/** A YAML text, with the way back from a value to where it stands. */
export interface SettingsDocument {
  /** Without the settings that have no value. */
  readonly value: unknown;
  readonly problems: readonly string[];
  /** The line of the deepest part of `path` that is there, from 1. */
  readonly lineOf: (path: Path) => number | undefined;
  /** The value as it is written, e.g. `0111` where `value` holds the number 111. */
  readonly writtenAt: (path: Path) => string | undefined;
  /** Is the key there, but nothing after it? */
  readonly isBlank: (path: Path) => boolean;
}

/**
 * Without the settings that have no value: `http:` with every line under it commented out is the
 * same as no `http:`. A key that is no setting stays, to be complained about.
 */
const withoutBlanks = (value: unknown, isKnown: IsKnown, path: Path): unknown => {
  if (Array.isArray(value))
    return value.map((item: unknown, index) => withoutBlanks(item, isKnown, [...path, index]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => inner !== null || !isKnown(path, key))
      .map(([key, inner]) => [key, withoutBlanks(inner, isKnown, [...path, key])]),
  );
};

const syntaxProblem = (error: YAMLError): string => {
  const at = error.linePos?.[0];
  const where = at === undefined ? '' : ` line ${at.line}, column ${at.col}`;
  if (error.code === 'DUPLICATE_KEY') return `${where}: this setting is given twice; keep one.`;
  if (error.code === 'TAB_AS_INDENT') return `${where}: a tab; YAML is indented with spaces.`;
  const words = error.message.split(/ at line |\n/, 1)[0] ?? '';
  return `${where}: this is not valid YAML: ${words}.`;
};

interface Found {
  readonly node: Node | undefined;
  readonly offset: number | undefined;
  readonly depth: number;
}

const isNode = (value: unknown): value is Node => isMap(value) || isSeq(value) || isScalar(value);

const step = (node: Node | undefined, segment: PropertyKey): Omit<Found, 'depth'> | undefined => {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === segment);
    if (pair === undefined) return undefined;
    return {
      node: isNode(pair.value) ? pair.value : undefined,
      offset: isScalar(pair.key) ? pair.key.range?.[0] : undefined,
    };
  }
  if (isSeq(node) && typeof segment === 'number') {
    const item = node.items[segment];
    return isNode(item) ? { node: item, offset: item.range?.[0] } : undefined;
  }
  return undefined;
};

const find = (root: Node | undefined, path: Path): Found => {
  let found: Found = { node: root, offset: undefined, depth: 0 };
  for (const segment of path) {
    const next = step(found.node, segment);
    if (next === undefined) break;
    found = { ...next, depth: found.depth + 1 };
  }
  return found;
};

/** Reads the text of a settings file; never throws. */
export const readDocument = (
  text: string,
  fileName: string,
  isKnown: IsKnown,
): SettingsDocument => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true });
  const root = isNode(document.contents) ? document.contents : undefined;
  const whole = (path: Path): Node | undefined => {
    const found = find(root, path);
    return found.depth === path.length ? found.node : undefined;
  };
  const syntax = document.errors.map((error) => `${fileName}${syntaxProblem(error)}`);
  return {
    value: syntax.length > 0 ? undefined : withoutBlanks(document.toJS(), isKnown, []),
    problems: syntax,
    lineOf: (path) => {
      const { offset } = find(root, path);
      return offset === undefined ? undefined : lines.linePos(offset).line;
    },
    writtenAt: (path) => {
      const node = whole(path);
      return isScalar(node) ? node.source : undefined;
    },
    isBlank: (path) => {
      const node = whole(path);
      return isScalar(node) && node.value === null;
    },
  };
};
