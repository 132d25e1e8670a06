import { detections } from '../src/detections/index.ts';
import { homeRegion } from '../src/sandbox/aws/accounts.ts';
import { type GroundTruth, groundTruth } from '../src/sandbox/aws/ground-truth/ground-truth.ts';
import type { GivenFlaw } from '../src/sandbox/aws/ground-truth/practices.ts';
import type { Organisation } from '../src/sandbox/aws/organisation.ts';
import type { Week } from '../src/sandbox/aws/plan/span.ts';

/** Of an account: the ids of what a digest has open, by section. */
export type Found = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

/** What is missing of what was put in, and what was found and never put in, by practice. */
export interface Difference {
  readonly given: number;
  readonly missed: ReadonlyMap<string, number>;
  readonly wrong: ReadonlyMap<string, number>;
  readonly examples: readonly string[];
}

const idOf = (prefix: string, { practice, subject }: GivenFlaw): string =>
  subject === 'account' ? `${prefix}${practice}` : `${prefix}${practice}/${subject}`;

type Ids = ReadonlySet<string>;

/** What each section has to find in an account that can be read, by the ids of its findings. */
export const expectedIds = (
  truth: GroundTruth,
): Readonly<Record<'iam' | 'trusted-advisor' | 'watching', Ids>> => ({
  iam: new Set(truth.flaws.map((one) => idOf('', one))),
  'trusted-advisor': new Set(
    truth.advisor === undefined
      ? truth.ownChecks.map((one) => idOf('own:', one))
      : truth.advisor.map(({ check }) => check),
  ),
  watching: new Set([
    ...truth.regionsWithoutTrail.map((region) => `trail ${region}`),
    ...truth.alarmsWithoutActions.map((alarm) => `quiet-alarm/${homeRegion}/${alarm}`),
    ...truth.alarmsWithoutData.map((alarm) => `dataless-alarm/${homeRegion}/${alarm}`),
    ...truth.detectionsWithoutAlarm.map((id) => `detection/${id}`),
  ]),
});

/** What may be found or not: a detection that is watched in some regions, or nobody can tell where. */
const eitherWay = (truth: GroundTruth): Ids =>
  new Set(
    detections
      .map(({ id }) => id)
      .filter(
        (id) =>
          !truth.detectionsWithoutAlarm.includes(id) && !truth.detectionsWithAlarm.includes(id),
      )
      .map((id) => `detection/${id}`),
  );

/** Of trails the account is to blame; a security group is told with its name. */
const withoutNames = (id: string): string =>
  id.replace(/(activity-history|trail-logging)\/.*/u, '$1').replace(/ \([a-z-]+\)$/u, '');

/** Ids of findings, as they can be compared with what was put into the account. */
export const comparableIds = (ids: Iterable<string>, truth: GroundTruth): Ids =>
  new Set([...ids].map(withoutNames)).difference(eitherWay(truth));

const practiceOf = (id: string): string => id.split(/[ /]/u)[0] ?? id;

const count = (ids: readonly string[]): ReadonlyMap<string, number> =>
  new Map([...Map.groupBy(ids, practiceOf)].map(([practice, all]) => [practice, all.length]));

/** Compares a digest with what was put in; of an account that could not be read nothing is known. */
export const differenceOf = (organisation: Organisation, week: Week, found: Found): Difference => {
  const all = organisation.accounts.flatMap(({ id, name }) => {
    const truth = groundTruth(organisation, id, week);
    if (truth.isLocked) return [];
    return Object.entries(expectedIds(truth)).map(([section, given]) => {
      const seen = comparableIds(found.get(id)?.get(section) ?? [], truth);
      return { name, given, missed: given.difference(seen), wrong: seen.difference(given) };
    });
  });
  const missed = all.flatMap((one) => [...one.missed]);
  const wrong = all.flatMap((one) => [...one.wrong]);
  return {
    given: all.reduce((sum, { given }) => sum + given.size, 0),
    missed: count(missed),
    wrong: count(wrong),
    examples: all.flatMap(({ name, ...one }) => [
      ...[...one.missed].map((id) => `missed in ${name}: ${id}`),
      ...[...one.wrong].map((id) => `not put into ${name}: ${id}`),
    ]),
  };
};
