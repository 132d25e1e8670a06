import type { Command } from '../../core/command.ts';
import type { SecurityDigestDeps } from './deps.ts';
import { formOf, wordsOfForm } from './form.ts';
import { readQuery } from './grammar.ts';
import type { DigestQuery } from './query.ts';
import { sendAnswer } from './send.ts';
import { showAnswer } from './show.ts';
import { securityDigestSpec } from './spec.ts';

/** `/security-digest`: the digest now, for the asker alone; or one of the settings, for a channel. */
export const createSecurityDigest = (deps: SecurityDigestDeps): Command<DigestQuery> => ({
  spec: securityDigestSpec,
  read: (text, context) => readQuery(text, context, deps.digestSettings()),
  form: (text, context) => formOf(text, context, deps.digestSettings()),
  fromForm: wordsOfForm,
  run: ({ query, ...question }) =>
    query.topic === 'send'
      ? sendAnswer(deps, { ...question, query })
      : showAnswer(deps, { ...question, query }),
});
