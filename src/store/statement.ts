import { type Compilable, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from './schema.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

/** What both databases can bind. */
export type SqlValue = string | number | null;

/** What statements are built with. `db` only builds; nothing is ever executed through it. */
export interface Builder {
  readonly kind: DatabaseKind;
  readonly db: Kysely<Tables>;
}

/** What `toSql` makes of a value of type `T`. */
type Stored<T> = T extends undefined | null
  ? null
  : T extends string | number
    ? T
    : T extends boolean
      ? number
      : string;

/** Names a parameter of a statement whose arguments are `A`. */
export interface Arg<A> {
  <K extends keyof A & string>(name: K): RawBuilder<Stored<A[K]>>;
}

/**
 * A query that Kysely compiled once; a call only binds its arguments. Building and compiling a
 * query anew costs more than SQLite needs to run it.
 */
export interface Statement<A, R> {
  readonly text: (args: A) => string;
  readonly bind: (args: A) => SqlValue[];
  /** Never set: carries the type of the rows. */
  readonly row?: R;
}

/** Runs statements inside one transaction. */
export interface Session {
  readonly rows: <A, R>(statement: Statement<A, R>, args: A) => Promise<readonly R[]>;
  /** Returns how many rows it wrote. */
  readonly run: <A>(statement: Statement<A, unknown>, args: A) => Promise<number>;
}

interface Placeholder {
  readonly placeholder: string;
}

const isPlaceholder = (value: unknown): value is Placeholder =>
  typeof value === 'object' && value !== null && 'placeholder' in value;

/**
 * A value as the databases take it. All our numbers are whole; a time that was computed with a
 * fraction is rounded up, so that nothing comes due early.
 */
const toSql = (value: unknown): SqlValue => {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? value : Math.ceil(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return JSON.stringify(value);
};

/** A parameter whose name is known only at run time. */
export const parameter = (name: string): RawBuilder<never> =>
  sql`${{ placeholder: name } satisfies Placeholder}`;

interface Compiled {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** The value of a parameter, by its name where it has one. */
const valueFor = (parameter: unknown, args: object): SqlValue =>
  toSql(isPlaceholder(parameter) ? Reflect.get(args, parameter.placeholder) : parameter);

const endsInLimit = /\blimit \?$/;

/**
 * SQLite plans a statement anew each time that its limit is bound, which takes several times as long as
 * to run it, so the limit stands in the text; there are few different ones.
 */
const withLimitInText = ({ sql: text, parameters }: Compiled) => {
  const limit = parameters.at(-1);
  const head = text.slice(0, -1);
  const known = new Map<SqlValue, string>();
  return {
    text: (args: object): string => {
      const value = valueFor(limit, args);
      const found = known.get(value) ?? `${head}${Number(value)}`;
      known.set(value, found);
      return found;
    },
    bound: parameters.slice(0, -1),
  };
};

/** `build` gets a function that names parameters and returns a Kysely query; it is called once, when first needed. */
export const statement = <A extends object, R>(
  build: (arg: Arg<A>) => Compilable<R>,
): Statement<A, R> => {
  const make = () => {
    const compiled: Compiled = build(parameter).compile();
    return endsInLimit.test(compiled.sql)
      ? withLimitInText(compiled)
      : { text: () => compiled.sql, bound: compiled.parameters };
  };
  let made: ReturnType<typeof make> | undefined;
  const get = () => (made ??= make());
  return {
    text: (args) => get().text(args),
    bind: (args) => get().bound.map((one) => valueFor(one, args)),
  };
};

/** Keeps one statement for each set of properties that is ever changed together. */
export const byKeys = <A, R>(
  build: (keys: readonly string[]) => Statement<A, R>,
): ((keys: readonly string[]) => Statement<A, R>) => {
  const known = new Map<string, Statement<A, R>>();
  return (keys) => {
    const name = keys.join();
    const found = known.get(name) ?? build(keys);
    known.set(name, found);
    return found;
  };
};

/** The first of a statement's rows. */
export const first = async <A, R>(
  session: Session,
  wanted: Statement<A, R>,
  args: A,
): Promise<R | undefined> => (await session.rows(wanted, args))[0];

/** Parses JSON text that this store wrote itself. */
export const fromJson = <T>(text: string): T => JSON.parse(text);

/** The greatest of some numbers, none of them null. */
export const greatest = (
  kind: DatabaseKind,
  ...numbers: readonly RawBuilder<number>[]
): RawBuilder<number> =>
  kind === 'sqlite' ? sql`max(${sql.join(numbers)})` : sql`greatest(${sql.join(numbers)})`;

/**
 * A constant in the text of a statement instead of a parameter: SQLite uses a partial index only
 * if it can see that the query asks for no more than the index holds.
 * https://www.sqlite.org/partialindex.html#queries_using_partial_indexes
 */
export const constant = <T extends string>(value: T): RawBuilder<T> => sql.lit(value);
