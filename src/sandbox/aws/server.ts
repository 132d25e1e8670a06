import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../core/clock.ts';
import type { Handle } from '../../core/handle.ts';
import type { CallLog } from '../calls.ts';
import type { CertificateAuthority } from '../certificate-authority.ts';
import type { Fault, Faults } from '../faults.ts';
import { readBody, startWeb } from '../http.ts';
import { type Json, stringOf } from '../json.ts';
import { createLineFaults, type LineFaults } from '../line-faults.ts';
import { type AlarmStore, createAlarmStore } from './alarms.ts';
import { AwsError } from './aws-error.ts';
import { callerOf, placeOf } from './caller.ts';
import { createTiming } from './delays.ts';
import { createSnsDelivery, type Delivered, type SnsDelivery } from './delivery.ts';
import { createIam } from './iam/store.ts';
import { createQueries } from './logs/queries.ts';
import type { AwsContext } from './operation.ts';
import { type Organisation, organisations } from './organisation.ts';
import { createUnits, type Units } from './organizations/units.ts';
import { checkAllowed } from './permissions.ts';
import { createWeeks, type Weeks } from './plan/weeks.ts';
import { type AwsCall, readCall, sendError, sendResult } from './protocol.ts';
import { createRates } from './rates.ts';
import { operations } from './routes.ts';
import { createObjects, type Objects } from './s3/objects.ts';
import { createSign, type Sign } from './signer.ts';
import { createSnsStore, type SnsStore, type Subscription } from './sns-store.ts';
import { createAdvisor } from './support/store.ts';
import { createTrail, type Trail } from './trail/store.ts';

export interface AwsOptions {
  readonly clock: Clock;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly authority: CertificateAuthority;
  /** Shortens SNS's waits between retries: 1 is real time. */
  readonly delayScale: number;
  /** `small` unless told. */
  readonly organisation?: Organisation['size'] | undefined;
  /** How much of AWS's own time the slow calls take; 0, the default, none. */
  readonly answerScale?: number | undefined;
  /** `realistic`: every call takes the time that it typically does; `none` unless told. */
  readonly delays?: 'none' | 'realistic' | undefined;
  /** How long after a call its record can be looked up; 0 unless told. */
  readonly trailLatencyMs?: number | undefined;
}

export interface ToPublish {
  readonly topicArn: string;
  readonly message: string;
  readonly subject?: string | undefined;
  readonly signatureVersion?: '1' | '2' | undefined;
  readonly messageId?: string | undefined;
}

export interface Published extends Delivered {
  readonly messageId: string;
}

export interface FakeAws extends Handle {
  /** What `AWS_ENDPOINT_URL` is to be. */
  readonly url: string;
  readonly organisation: Organisation;
  readonly alarms: AlarmStore;
  readonly sns: SnsStore;
  readonly trail: Trail;
  readonly objects: Objects;
  readonly units: Units;
  /** Moves the large organisation from one week of its changes to the next. */
  readonly weeks: Weeks;
  /** The access keys that AssumeRole gave out in an account, the latest last. */
  readonly keysGivenIn: (account: string) => readonly string[];
  readonly sign: Sign;
  /** Signs and delivers to every confirmed subscription; resolves when that has ended. */
  readonly publish: (wanted: ToPublish) => Promise<Published>;
}

const faultError = (fault: Fault): AwsError => {
  if (fault.kind === '429')
    return new AwsError(fault.code ?? 'ThrottlingException', 'Rate exceeded');
  if (fault.kind === 'error')
    return new AwsError(
      fault.code ?? 'AccessDenied',
      'A fault of the sandbox',
      /Denied|Authorization/.test(fault.code ?? 'AccessDenied') ? 403 : 400,
    );
  return new AwsError(fault.code ?? 'InternalFailure', 'A fault of the sandbox', 500);
};

const unknown = (call: AwsCall): AwsError =>
  new AwsError(
    call.protocol.startsWith('json') ? 'UnknownOperationException' : 'InvalidAction',
    `The sandbox does not know ${call.service ?? 'this service'}:${call.operation}`,
  );

const run = async (context: AwsContext, request: IncomingMessage, call: AwsCall): Promise<Json> => {
  const caller = callerOf(request, context.organisation, context.sessions, call);
  await context.takeTime(caller, `${call.service ?? ''}:${call.operation}`);
  checkAllowed(context, caller, call);
  const operation = operations.find(
    ({ service, name }) => service === call.service && name === call.operation,
  );
  if (operation === undefined) throw unknown(call);
  return operation.run(context, caller, call.input);
};

const roleAccount = ({ input }: AwsCall): string | undefined =>
  stringOf(input['RoleArn']).split(':')[4];

const serve = async (
  context: AwsContext,
  deps: AwsOptions & { readonly lineFaults: LineFaults },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const call = readCall(request, await readBody(request));
  const method = `${call.service ?? 'unknown'}:${call.operation}`;
  const place = placeOf(request, context.organisation, context.sessions);
  const account = method === 'sts:AssumeRole' ? roleAccount(call) : place.account;
  const note = (outcome: string): void =>
    deps.calls.add({ time: deps.clock.now(), target: 'aws', method, outcome, account });
  const fault = deps.faults.take('aws', method, place);
  try {
    if (fault) {
      note(fault.kind === 'error' ? (fault.code ?? 'AccessDenied') : fault.kind);
      const accept = (): void => {
        // The reply is lost, whatever it is.
        run(context, request, call).catch(() => undefined);
      };
      if (deps.lineFaults.play(fault, response, accept)) return;
      sendError(response, call.protocol, faultError(fault));
      return;
    }
    sendResult(response, call, await run(context, request, call));
    note('ok');
  } catch (thrown) {
    if (!(thrown instanceof AwsError)) throw thrown;
    note(thrown.code);
    sendError(response, call.protocol, thrown);
  }
};

const isWeb = ({ protocol }: Subscription): boolean => protocol === 'http' || protocol === 'https';

interface SnsDeps {
  readonly sns: SnsStore;
  readonly sign: Sign;
  readonly delivery: SnsDelivery;
}

const versionOf = (sns: SnsStore, topicArn: string): '1' | '2' =>
  sns.topics.get(topicArn)?.attributes.get('SignatureVersion') === '2' ? '2' : '1';

const createPublish =
  ({ sns, sign, delivery }: SnsDeps) =>
  async (wanted: ToPublish): Promise<Published> => {
    const messageId = wanted.messageId ?? randomUUID();
    const signatureVersion = wanted.signatureVersion ?? versionOf(sns, wanted.topicArn);
    const receivers = (sns.topics.get(wanted.topicArn)?.subscriptions ?? []).filter(
      (one) => one.isConfirmed && isWeb(one),
    );
    const all = await Promise.all(
      receivers.map(async (subscription) => {
        const facts = { type: 'Notification' as const, signatureVersion, messageId };
        const envelope = await sign({ ...wanted, ...facts, subscriptionArn: subscription.arn });
        return delivery.deliver(subscription, envelope);
      }),
    );
    return { messageId, ...(all[0] ?? { status: 0, attempts: 0 }) };
  };

/** A new subscription is asked to confirm itself; one that ended is told so. */
const announceSubscriptions = ({ sns, sign, delivery }: SnsDeps): void => {
  const tell = async (
    subscription: Subscription,
    type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation',
    message: string,
  ): Promise<void> => {
    const { topicArn, token } = subscription;
    const signatureVersion = versionOf(sns, topicArn);
    const envelope = await sign({ type, topicArn, message, token, signatureVersion });
    await delivery.deliver(subscription, envelope);
  };
  sns.onSubscribe((subscription) => {
    if (!isWeb(subscription)) return;
    const message = `You have chosen to subscribe to the topic ${subscription.topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`;
    void tell(subscription, 'SubscriptionConfirmation', message);
  });
  sns.onUnsubscribe((subscription) => {
    if (!isWeb(subscription)) return;
    const message = `You have chosen to deactivate subscription ${subscription.arn}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`;
    void tell(subscription, 'UnsubscribeConfirmation', message);
  });
};

/** Starts the fake AWS: one endpoint for all of its services, as `AWS_ENDPOINT_URL` wants it. */
export const startAws = async (options: AwsOptions): Promise<FakeAws> => {
  const { clock } = options;
  const organisation = organisations[options.organisation ?? 'small'];
  const sns = createSnsStore(organisation);
  const alarms = createAlarmStore(clock, organisation);
  const weeks = createWeeks(clock);
  const trail = createTrail({ clock, organisation, latencyMs: options.trailLatencyMs ?? 0 });
  const objects = createObjects();
  const units = createUnits(organisation);
  const { reportTakesMs, ...timing } = createTiming(options);
  const sign = createSign(options);
  const delivery = createSnsDelivery(options);
  const publish = createPublish({ sns, sign, delivery });
  announceSubscriptions({ sns, sign, delivery });
  const context: AwsContext = {
    organisation,
    alarms,
    sns,
    trail,
    objects,
    units,
    clock,
    iam: createIam(organisation, clock, { weeks, reportTakesMs }),
    advisor: createAdvisor(clock),
    queries: createQueries(clock),
    rates: createRates(clock),
    weeks,
    ...timing,
    sessions: new Map(),
    publish: (wanted) => {
      const messageId = randomUUID();
      void publish({ ...wanted, messageId });
      return messageId;
    },
  };
  const lineFaults = createLineFaults();
  const web = await startWeb((request, response) =>
    serve(context, { ...options, lineFaults }, request, response),
  );
  return {
    url: web.url,
    organisation,
    alarms,
    sns,
    trail,
    objects,
    units,
    weeks,
    keysGivenIn: (account) =>
      [...context.sessions].flatMap(([key, holder]) => (holder.account === account ? [key] : [])),
    sign,
    publish,
    stop: async () => {
      lineFaults.stop();
      await delivery.stop();
      await web.stop();
    },
  };
};
