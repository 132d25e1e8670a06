import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJson, type Json, parseJson, stringOf } from '../json.ts';
import { AwsError } from './aws-error.ts';
import type { Service } from './operation.ts';

/** A call, freed of its protocol. */
export interface AwsCall {
  readonly protocol: 'query' | 'json';
  /** Undefined for a service that is not faked. */
  readonly service: Service | undefined;
  readonly operation: string;
  readonly input: Json;
}

// The Query protocol tells the service by the version of its API.
const versions: Readonly<Record<string, Service>> = {
  '2010-03-31': 'sns',
  '2011-06-15': 'sts',
};
const targets: Readonly<Record<string, Service>> = {
  GraniteServiceVersion20100801: 'cloudwatch',
};

/** @throws AwsError SerializationException */
export const readCall = (request: IncomingMessage, body: Buffer): AwsCall => {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const [prefix = '', operation = ''] = target.split('.');
    const input = parseJson(body.toString('utf8') || '{}');
    if (!isJson(input)) throw new AwsError('SerializationException', 'not a JSON object');
    return { protocol: 'json', service: targets[prefix], operation, input };
  }
  const input = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
  return {
    protocol: 'query',
    service: versions[stringOf(input['Version'])],
    operation: stringOf(input['Action']),
    input,
  };
};

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const entry = ([key, value]: readonly [unknown, unknown]): string =>
  `<entry><key>${toXml(key)}</key><value>${toXml(value)}</value></entry>`;

const toXml = (value: unknown): string => {
  if (value instanceof Map) return [...value].map(entry).join('');
  if (Array.isArray(value)) return value.map((one) => `<member>${toXml(one)}</member>`).join('');
  if (!isJson(value)) return escapeXml(String(value));
  return Object.entries(value)
    .map(([name, one]) => `<${name}>${toXml(one)}</${name}>`)
    .join('');
};

const requestId = (): string => randomUUID();

const sendXml = (response: ServerResponse, status: number, xml: string): void => {
  response.writeHead(status, { 'content-type': 'text/xml' });
  response.end(xml);
};

const sendAwsJson = (
  response: ServerResponse,
  status: number,
  value: Json,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-requestid': requestId(),
    ...headers,
  });
  response.end(JSON.stringify(value));
};

export const sendResult = (response: ServerResponse, call: AwsCall, result: Json): void => {
  if (call.protocol === 'json') {
    sendAwsJson(response, 200, result);
    return;
  }
  const { operation } = call;
  sendXml(
    response,
    200,
    `<${operation}Response><${operation}Result>${toXml(result)}</${operation}Result><ResponseMetadata><RequestId>${requestId()}</RequestId></ResponseMetadata></${operation}Response>`,
  );
};

export const sendError = (
  response: ServerResponse,
  protocol: AwsCall['protocol'],
  error: AwsError,
): void => {
  const { code, message, status } = error;
  const side = status < 500 ? 'Sender' : 'Receiver';
  if (protocol === 'json') {
    const body = { __type: `com.amazonaws#${code}`, message };
    sendAwsJson(response, status, body, { 'x-amzn-query-error': `${code};${side}` });
    return;
  }
  sendXml(
    response,
    status,
    `<ErrorResponse><Error><Type>${side}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${requestId()}</RequestId></ErrorResponse>`,
  );
};
