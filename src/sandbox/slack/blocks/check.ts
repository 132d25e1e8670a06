import { isJson } from '../../json.ts';

/** Collects what is wrong, in the words of Slack's `response_metadata.messages`. */
export type Report = (problem: string, pointer: string) => void;
/** Looks at one value; `pointer` is its JSON pointer. */
export type Check = (value: unknown, pointer: string, report: Report) => void;

export type Shape = Readonly<Record<string, Check>>;

export const text =
  (min: number, max: number): Check =>
  (value, at, report) => {
    if (typeof value !== 'string') report('must be a string', at);
    else if (value.length < min) report(`must be more than ${min - 1} characters`, at);
    else if (value.length > max) report(`must be less than ${max + 1} characters`, at);
  };

export const integer =
  (min: number, max: number): Check =>
  (value, at, report) => {
    if (!Number.isInteger(value)) report('must be an integer', at);
    else if (Number(value) < min || Number(value) > max)
      report(`must be between ${min} and ${max}`, at);
  };

export const number: Check = (value, at, report) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) report('must be a number', at);
};

export const flag: Check = (value, at, report) => {
  if (typeof value !== 'boolean') report('must be a boolean', at);
};

export const record: Check = (value, at, report) => {
  if (!isJson(value)) report('must be an object', at);
};

export const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, at, report) => {
    if (typeof value !== 'string' || !allowed.includes(value))
      report(`must be a valid enum value: ${allowed.join(', ')}`, at);
  };

export const matching =
  (pattern: RegExp, what: string): Check =>
  (value, at, report) => {
    if (typeof value !== 'string' || !pattern.test(value)) report(`must be ${what}`, at);
  };

export const list =
  (item: Check, min: number, max: number): Check =>
  (value, at, report) => {
    if (!Array.isArray(value)) {
      report('must be an array', at);
      return;
    }
    if (value.length < min) report(`no fewer than ${min} items allowed`, at);
    if (value.length > max) report(`no more than ${max} items allowed`, at);
    for (const [index, one] of value.entries()) item(one, `${at}/${index}`, report);
  };

/** An object with these keys and no others. */
export const shape =
  (required: Shape, optional: Shape = {}): Check =>
  (value, at, report) => {
    if (!isJson(value)) {
      report('must be an object', at);
      return;
    }
    for (const [key, check] of Object.entries(required)) {
      if (value[key] === undefined) report(`missing required field: ${key}`, at);
      else check(value[key], `${at}/${key}`, report);
    }
    for (const key in value) {
      if (required[key] !== undefined || value[key] === undefined) continue;
      const check = Object.hasOwn(optional, key) ? optional[key] : undefined;
      if (check) check(value[key], `${at}/${key}`, report);
      else report(`invalid additional property: ${key}`, at);
    }
  };

/** An object whose `type` says which check it must pass. */
export const byType =
  (checks: ReadonlyMap<string, Check>, what: string): Check =>
  (value, at, report) => {
    const type = isJson(value) ? value['type'] : undefined;
    const check = typeof type === 'string' ? checks.get(type) : undefined;
    if (check) check(value, at, report);
    else
      report(
        `unsupported type: ${typeof type === 'string' ? type : 'none'} (${what})`,
        `${at}/type`,
      );
  };

/** Every one of the checks. */
export const all =
  (...checks: readonly Check[]): Check =>
  (value, at, report) => {
    for (const check of checks) check(value, at, report);
  };

/** At least one of the keys must be there. */
export const someOf =
  (...keys: readonly string[]): Check =>
  (value, at, report) => {
    if (isJson(value) && !keys.some((key) => value[key] !== undefined))
      report(`must provide at least one of: ${keys.join(', ')}`, at);
  };
