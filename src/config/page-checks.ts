import { hour } from '../core/clock.ts';
import type { Path } from './document.ts';
import { parseDuration } from './duration.ts';
import { type Complain, get, list } from './raw.ts';

const msOf = (value: unknown): number | undefined =>
  typeof value === 'string' ? parseDuration(value) : undefined;

const checkEscalation = (escalate: unknown, path: Path, complain: Complain): void => {
  if (typeof escalate !== 'object' || escalate === null || Array.isArray(escalate)) return;
  if (['mention', 'channel', 'topic'].every((key) => get(escalate, key) === undefined))
    complain(
      path,
      ' says neither whom to call (mention) nor where else to tell it (channel, topic): add one.',
    );
};

/** What is wrong with how routes call people and close what nobody closed. */
export const checkPages = (raw: unknown, complain: Complain): void => {
  for (const [index, route] of list(get(raw, 'routes')).entries()) {
    const path: Path = ['routes', index];
    const page = get(route, 'page');
    checkEscalation(get(page, 'escalate'), [...path, 'page', 'escalate'], complain);
    for (const [at, key] of [
      [[...path, 'page', 'remindAfter'], get(page, 'remindAfter')],
      [[...path, 'page', 'escalate', 'after'], get(get(page, 'escalate'), 'after')],
    ] as const)
      if (msOf(key) === 0) complain(at, ' is no time at all: people need some to acknowledge.');
    const autoResolve = msOf(get(route, 'autoResolve'));
    if (autoResolve !== undefined && autoResolve < hour)
      complain(
        [...path, 'autoResolve'],
        ' is shorter than an hour: a detection would be closed before anybody has seen it.',
      );
  }
};
