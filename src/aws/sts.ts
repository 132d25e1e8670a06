import { createAsk, insteadOf, orNone } from './ask.ts';
import type { AwsClients } from './clients.ts';
import type { Where } from './cloudwatch-types.ts';
import type { KeyLocator } from './identity-types.ts';

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

/**
 * Finds the account of an access key; one that AWS does not know, or that is none, has none.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
 */
export const createKeyLocator = (clients: AwsClients): KeyLocator => {
  const ask = createAsk(clients, clients.sts);
  return {
    accountOfKey: async (where, keyId, reading) => {
      const asked = ask('sts:GetAccessKeyInfo', where, reading, (sts, options) =>
        sts.getAccessKeyInfo({ AccessKeyId: keyId }, options),
      );
      const answer = await insteadOf('aws_invalid_request', orNone(asked), undefined);
      return answer?.Account || undefined;
    },
  };
};
