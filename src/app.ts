import { randomUUID } from 'node:crypto';
import { createAwsClients } from './aws/clients.ts';
import { createAlarmReader } from './aws/cloudwatch.ts';
import { createSns } from './aws/sns.ts';
import { queueClient } from './aws/sqs.ts';
import { type Clock, systemClock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import { createRouter } from './core/route.ts';
import type { Settings } from './core/settings.ts';
import { unwrap } from './core/unwrap.ts';
import { createDelivery } from './delivery/delivery.ts';
import { createMetrics } from './http/metrics.ts';
import { startServer } from './http/server.ts';
import { createCards } from './incidents/cards.ts';
import { createSay } from './incidents/notice.ts';
import { createProcessor } from './incidents/processor.ts';
import { type CertificateSource, fetchCertificate } from './intake/certificate-source.ts';
import { createGapReader } from './intake/found-late.ts';
import { createIntake } from './intake/intake.ts';
import { startQueues } from './intake/queues.ts';
import { createSnsVerifier } from './intake/sns-verifier.ts';
import { createLog } from './log.ts';
import { toAlerts } from './notifiers/index.ts';
import { createSlack } from './slack/connection.ts';
import { createMessenger } from './slack/messenger.ts';
import { openStore } from './store/open.ts';

/** What a caller may bring instead of the real thing; production brings nothing. */
export interface Ports {
  readonly certificates?: CertificateSource;
  readonly clock?: Clock;
  readonly log?: Log;
}

export interface App {
  /** Where the server listens. */
  readonly port: number;
  readonly reload: (settings: Settings) => void;
  readonly stop: () => Promise<void>;
}
