import type { Field, FormErrors, FormValues } from '../../core/form.ts';

/** "ok" says nothing to whoever reads it next year. */
const shortest = 3;
const longest = 500;

export const reasonField = (label: string): Field => ({
  kind: 'text',
  id: 'reason',
  label,
  placeholder: 'Planned work, ticket 123 …',
});

/** The reason in one line, as it was typed. */
export const reasonIn = ({ reason }: FormValues): string =>
  (typeof reason === 'string' ? reason : '').replaceAll(/\s+/g, ' ').trim().slice(0, longest);

export const reasonProblem = (values: FormValues): FormErrors | undefined =>
  Array.from(reasonIn(values)).length < shortest
    ? { reason: `Say why, in ${shortest} characters at least: others will read it.` }
    : undefined;
