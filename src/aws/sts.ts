import type { AwsClients } from './clients.ts';
import type { Where } from './cloudwatch-types.ts';

/** Who AWS takes us for. */
interface Identity {
  readonly account: string;
  readonly arn: string;
}

export interface Sts {
  /** GetCallerIdentity: proves that the credentials, or the role, work. Rejects with an AppError. */
  readonly identity: (where: Where, signal: AbortSignal) => Promise<Identity>;
}

export const createSts = (clients: AwsClients): Sts => ({
  identity: (where, signal) =>
    clients.run({ call: 'sts:GetCallerIdentity', where, urgency: 'people', signal }, async () => {
      const sts = await clients.sts(where);
      const { Account = '', Arn = '' } = await sts.getCallerIdentity({}, { abortSignal: signal });
      return { account: Account, arn: Arn };
    }),
});
