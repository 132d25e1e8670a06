import { hintOf, toError } from '../../core/errors.ts';

type Mark = 'ok' | 'warn' | 'bad';

/** One line of the report, with what to do if it is not well. */
export interface Finding {
  readonly mark: Mark;
  readonly says: string;
  readonly cure?: string;
}

/** Looks at one thing. It may throw: that is a finding too. */
export interface Check {
  /** What it looks at, for the line that says it could not. */
  readonly about: string;
  readonly run: (signal: AbortSignal) => Promise<readonly Finding[]>;
  /** Where it may take longer than others, ms. */
  readonly withinMs?: number;
}

export interface Section {
  readonly title: string;
  readonly checks: readonly Check[];
}

export const ok = (says: string): Finding => ({ mark: 'ok', says });
export const warn = (says: string, cure?: string): Finding => ({
  mark: 'warn',
  says,
  ...(cure !== undefined && { cure }),
});
export const bad = (says: string, cure?: string): Finding => ({
  mark: 'bad',
  says,
  ...(cure !== undefined && { cure }),
});

const signs: Readonly<Record<Mark, string>> = { ok: '✓', warn: '!', bad: '✗' };

const failed = (about: string, thrown: unknown): Finding => {
  const error = toError(thrown);
  return bad(`${about}: ${error.message}`, hintOf(thrown));
};

const expired = (
  ms: number,
): { promise: Promise<never>; signal: AbortSignal; clear: () => void } => {
  const aborter = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`no answer within ${Math.round(ms / 1000)} s.`);
      aborter.abort(error);
      reject(error);
    }, ms);
  });
  return { promise, signal: aborter.signal, clear: () => clearTimeout(timer) };
};

/** One check, whatever it does: it ends in time, and what it throws is a finding. */
const look = async (check: Check, withinMs: number): Promise<readonly Finding[]> => {
  const limit = expired(check.withinMs ?? withinMs);
  try {
    return await Promise.race([check.run(limit.signal), limit.promise]);
  } catch (thrown) {
    return [failed(check.about, thrown)];
  } finally {
    limit.clear();
  }
};

/** Foreign words may hold what moves a terminal's cursor. */
const printable = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ');

const lines = ({ mark, says, cure }: Finding): readonly string[] => [
  `  ${signs[mark]} ${printable(says)}`,
  ...(cure === undefined || mark === 'ok' ? [] : [`      → ${printable(cure)}`]),
];

/**
 * Runs all checks at once and prints them in order, each section as soon as it is complete.
 * @returns how many findings are bad
 */
export const report = async (
  sections: readonly Section[],
  print: (line: string) => void,
  withinMs: number,
): Promise<number> => {
  const running = sections.map(({ title, checks }) => ({
    title,
    found: Promise.all(checks.map((check) => look(check, withinMs))),
  }));
  let count = 0;
  for (const { title, found } of running) {
    const findings = (await found).flat();
    if (findings.length === 0) continue;
    print(title);
    for (const finding of findings) for (const line of lines(finding)) print(line);
    count += findings.filter(({ mark }) => mark === 'bad').length;
  }
  return count;
};
