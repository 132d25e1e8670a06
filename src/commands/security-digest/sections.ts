import type { SectionId } from '../../core/digest.ts';

/** What each section is called in a sentence. */
export const sectionNames: Readonly<Record<SectionId, string>> = {
  incidents: 'incidents',
  iam: 'IAM',
  'trusted-advisor': 'Trusted Advisor',
  activity: 'activity',
  watching: 'what watches',
};

/** What people say for a section besides its id. */
const otherWords: ReadonlyMap<string, SectionId> = new Map<string, SectionId>([
  ['incident', 'incidents'],
  ['advisor', 'trusted-advisor'],
  ['trustedadvisor', 'trusted-advisor'],
  ['watch', 'watching'],
  ['watcher', 'watching'],
  ['coverage', 'watching'],
]);

const isSection = (word: string): word is SectionId => Object.hasOwn(sectionNames, word);

/** The section that a word in lower case means; undefined: none. */
export const sectionOf = (word: string): SectionId | undefined =>
  isSection(word) ? word : otherWords.get(word);
