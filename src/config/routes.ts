import type { Escalation, PagePlan, Route } from '../core/settings.ts';
import { toMembers } from './access.ts';
import type { SettingsFile } from './schema.ts';

type FileRoute = SettingsFile['routes'][number];
type FilePage = NonNullable<FileRoute['page']>;

const toEscalation = ({
  after,
  mention,
  channel,
  topic,
}: NonNullable<FilePage['escalate']>): Escalation => ({
  afterMs: after,
  mention: mention && toMembers(mention),
  channel,
  topic,
});

const toPage = ({ mention, remindAfter, escalate }: FilePage): PagePlan => ({
  mention: toMembers(mention),
  remindAfterMs: remindAfter,
  escalate: escalate && toEscalation(escalate),
});

/** The file's routes with their plans for calling people. */
export const toRoutes = ({ routes }: Pick<SettingsFile, 'routes'>): readonly Route[] =>
  routes.map(({ page, autoResolve, severity, ...route }) => ({
    ...route,
    severity,
    page: page && toPage(page),
    autoResolveMs: autoResolve,
  }));
