import type { Question } from '../../core/command.ts';
import { asEmail } from '../../core/human.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import type { NamesOf } from './conditions.ts';
import type { WhodidDeps } from './deps.ts';
import type { People } from './people.ts';
import type { WhodidQuery } from './query.ts';
import type { Term } from './term.ts';

const couldBePerson = /^[A-Za-z][a-z0-9._-]{0,40}$/;

/** E-mail addresses and names are needed before anything is compared with them. */
export const namesFor = async (
  deps: Pick<WhodidDeps, 'emailOfMember'>,
  { query, asker }: Question<WhodidQuery>,
  people: People,
): Promise<NamesOf> => {
  const domain = asker.email?.split('@')[1];
  const emailOf = async (term: Term): Promise<string | undefined> => {
    if (term.kind === 'user') return asEmail(term.name) === undefined ? undefined : term.name;
    if (term.kind !== 'member') return undefined;
    return term.id === undefined ? asker.email : deps.emailOfMember(term.id);
  };
  const known = new Map<Term, readonly string[]>();
  for (const term of [query.term, query.by]) {
    const email = term && (await emailOf(term));
    if (term === undefined || email === undefined) continue;
    // Identity Center names sessions after its users, whose names need not be addresses.
    const userName = (await people.userByEmail(email.toLowerCase()))?.userName;
    known.set(term, [...new Set([email, userName ?? email])]);
  }
  return (term: Term) => {
    const names = known.get(term);
    if (names !== undefined || term.kind === 'member') return names ?? [];
    const name = term.kind === 'user' ? term.name : term.kind === 'word' ? term.word : '';
    // alice is alice@example.com to her colleagues.
    const address =
      domain !== undefined && couldBePerson.test(name) ? asEmail(`${name}@${domain}`) : undefined;
    return address === undefined ? [name] : [name, address];
  };
};

/** Which names stood for a person, where they were several. */
export const nameNotes = ({ term, by }: WhodidQuery, namesOf: NamesOf): readonly Text[] =>
  [term, by].flatMap((each): readonly Text[] => {
    if (each?.kind !== 'user' && each?.kind !== 'word' && each?.kind !== 'member') return [];
    const names = namesOf(each);
    if (names.length < 2) return [];
    const shown = names.flatMap(
      (name, index): Text => [index === 0 ? '' : ' and ', { code: foreign(name) }],
    );
    return [['As a user, ', ...shown, ' were looked for.']];
  });
