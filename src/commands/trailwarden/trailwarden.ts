import type { Answer, Command } from '../../core/command.ts';
import { auditAnswer } from './audit.ts';
import { coverageAnswer } from './coverage.ts';
import type { TrailwardenDeps } from './deps.ts';
import { exportAnswer } from './export.ts';
import { trailwardenForm, trailwardenFromForm } from './form.ts';
import { helpCard } from './help.ts';
import { mutesAnswer } from './mutes.ts';
import { openAnswer } from './open.ts';
import type { TrailwardenQuery } from './query.ts';
import { readTrailwarden } from './read.ts';
import { trailwardenSpec } from './spec.ts';
import { statusCard } from './status.ts';

/** `/trailwarden`: the bot about itself, and what it keeps about the accounts. */
export const createTrailwarden = (deps: TrailwardenDeps): Command<TrailwardenQuery> => ({
  spec: trailwardenSpec,
  read: (text, context) => readTrailwarden(deps.specs, text, context),
  form: trailwardenForm,
  fromForm: trailwardenFromForm,
  run: async ({ query, ...question }): Promise<Answer> => {
    switch (query.topic) {
      case 'help':
        return { card: helpCard(deps.specs, query.about), isPartial: false };
      case 'status':
        return { card: statusCard(await deps.overview()), isPartial: false };
      case 'audit':
        return auditAnswer(deps.store);
      case 'open':
        return openAnswer(deps, { ...question, query });
      case 'mutes':
        return mutesAnswer(deps, { ...question, query });
      case 'coverage':
        return coverageAnswer(deps, { ...question, query });
      case 'export':
        return exportAnswer(deps, { ...question, query });
    }
  },
});
