import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { IAM } from '@aws-sdk/client-iam';

/** Nothing in it can be part of an entity. */
const longBase64 = /[A-Za-z0-9+/]{4096}/g;

/** A comment ends a piece of text for a parser of XML, and means nothing. */
const inPieces = (xml: string): string => xml.replace(longBase64, '$&<!---->');

const hasBody = (response: unknown): response is { body: unknown } =>
  typeof response === 'object' && response !== null && 'body' in response;

/**
 * The SDK's parser of XML puts a text together by one character at a time, and V8 keeps 32 bytes for
 * each until the text is done: the credential report of 5,000 users, a megabyte and a half of
 * base64, takes 50 MB so. Hands it the report in pieces instead, which it joins.
 */
export const splitReport = (iam: IAM): void =>
  iam.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        const { response } = result;
        if (commandName !== 'GetCredentialReportCommand' || !hasBody(response)) return result;
        if (response.body instanceof Readable)
          response.body = Buffer.from(inPieces(await text(response.body)));
        return result;
      },
    { name: 'splitReport', step: 'deserialize', priority: 'low' },
  );
