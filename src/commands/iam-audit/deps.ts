import type { ReadFactsDeps } from '../../checks/read-facts.ts';
import type { Question } from '../../core/command.ts';
import type { AuditQuery } from './query.ts';

/** What /iam-audit needs: readers of the facts that the checks judge by. */
export type IamAuditDeps = ReadFactsDeps;

export type AuditQuestion = Question<AuditQuery>;
