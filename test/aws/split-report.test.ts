import { Readable } from 'node:stream';
import { IAM } from '@aws-sdk/client-iam';
import { expect, it } from 'vitest';
import { splitReport } from '../../src/aws/split-report.ts';

/** IAM that answers with this body, and how long the texts are that its parser is given. */
const answering = (body: string, statusCode = 200) => {
  const iam = new IAM({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'OWN', secretAccessKey: 'x' },
    maxAttempts: 1,
    requestHandler: {
      handle: () =>
        Promise.resolve({ response: { statusCode, headers: {}, body: Readable.from([body]) } }),
    },
  });
  const texts: number[] = [];
  // Added first, so that it is around what is added next.
  iam.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { body: given } = result.response as { body: unknown };
      texts.push(
        ...String(given)
          .split(/<[^>]*>/)
          .map(({ length }) => length),
      );
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'lengths' },
  );
  splitReport(iam);
  return { iam, longest: () => Math.max(...texts) };
};

const answerOf = (content: string): string =>
  `<GetCredentialReportResponse><GetCredentialReportResult><Content>${content}</Content></GetCredentialReportResult></GetCredentialReportResponse>`;

it.each([1, 3071, 3072, 3073, 3074, 6144, 1_200_000])(
  'hands the parser a report of %d bytes in pieces, and gives all of it',
  async (size) => {
    const report = Buffer.alloc(size, 'user,arn\nalice,');
    const { iam, longest } = answering(answerOf(report.toString('base64')));

    const { Content } = await iam.getCredentialReport({});

    expect(Buffer.from(Content ?? []).equals(report)).toBe(true);
    expect(longest()).toBeLessThanOrEqual(4098);
  },
);

it('splits no entity', async () => {
  const report = Buffer.alloc(9000, 'x');
  const content = report.toString('base64').replace(/(?<=^.{4093})H/, '&#x48;');

  const { Content } = await answering(answerOf(content)).iam.getCredentialReport({});

  expect(Buffer.from(Content ?? []).equals(report)).toBe(true);
});

it('leaves errors as they are', async () => {
  const { iam } = answering(
    '<ErrorResponse><Error><Code>ReportNotPresent</Code><Message>None.</Message></Error></ErrorResponse>',
    410,
  );

  await expect(iam.getCredentialReport({})).rejects.toMatchObject({
    name: 'CredentialReportNotPresentException',
  });
});
