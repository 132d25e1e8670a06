import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJson, type Json, parseJson, stringOf } from '../json.ts';
import { AwsError } from './aws-error.ts';
import { readForm } from './form.ts';
import type { Service } from './operation.ts';
import { element, textElement, toXml } from './xml.ts';

/** How a service is spoken to: AWS JSON 1.0 or 1.1, Query, EC2's form of Query, or S3's REST. */
export type Protocol = 'json-1.0' | 'json-1.1' | 'query' | 'ec2' | 'rest';

/** A call, freed of its protocol. */
export interface AwsCall {
  readonly protocol: Protocol;
  /** Undefined for a service that is not faked. */
  readonly service: Service | undefined;
  readonly operation: string;
  readonly input: Json;
}

// The Query protocol tells the service by the version of its API.
const versions: Readonly<Record<string, Service>> = {
  '2010-03-31': 'sns',
  '2010-05-08': 'iam',
  '2011-06-15': 'sts',
  '2016-11-15': 'ec2',
};
const targets: Readonly<Record<string, Service>> = {
  AWSIdentityStore: 'identitystore',
  AWSOrganizationsV20161128: 'organizations',
  AWSSupport_20130415: 'support',
  CloudTrail_20131101: 'cloudtrail',
  GraniteServiceVersion20100801: 'cloudwatch',
  Account: 'account',
  Logs_20140328: 'logs',
  SWBExternalService: 'sso',
};

/** REST JSON tells the operation by its path; it is answered as AWS JSON 1.1. */
const paths: Readonly<Record<string, string>> = {
  '/getAlternateContact': 'Account.GetAlternateContact',
};

const readJsonCall = (request: IncomingMessage, target: string, body: string): AwsCall => {
  const [prefix = '', operation = ''] = target.split('.');
  const input = parseJson(body || '{}');
  if (!isJson(input)) throw new AwsError('SerializationException', 'not a JSON object');
  const isOld = request.headers['content-type'] === 'application/x-amz-json-1.0';
  const protocol = isOld ? 'json-1.0' : 'json-1.1';
  return { protocol, service: targets[prefix], operation, input };
};

/** The bucket and the key are the path, as they are where a host has no name. */
const readObjectCall = ({ url = '/' }: IncomingMessage): AwsCall => {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const [, Bucket = '', ...key] = pathname.split('/');
  return {
    protocol: 'rest',
    service: 's3',
    operation: searchParams.get('x-id') ?? 'GetObject',
    input: { Bucket, Key: decodeURIComponent(key.join('/')) },
  };
};

/** @throws AwsError SerializationException */
export const readCall = (request: IncomingMessage, body: Buffer): AwsCall => {
  const target = request.headers['x-amz-target'] ?? paths[request.url ?? ''];
  const text = body.toString('utf8');
  if (typeof target === 'string') return readJsonCall(request, target, text);
  if (request.method === 'GET') return readObjectCall(request);
  const input = readForm(text);
  const service = versions[stringOf(input['Version'])];
  return {
    protocol: service === 'ec2' ? 'ec2' : 'query',
    service,
    operation: stringOf(input['Action']),
    input,
  };
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
  headers: Readonly<Record<string, string>>,
): void => {
  response.writeHead(status, { 'x-amzn-requestid': requestId(), ...headers });
  response.end(JSON.stringify(value));
};

const jsonType = (protocol: Protocol): Readonly<Record<string, string>> => ({
  'content-type': `application/x-amz-${protocol}`,
});

export const sendResult = (response: ServerResponse, call: AwsCall, result: Json): void => {
  const { operation, protocol } = call;
  if (protocol === 'json-1.0' || protocol === 'json-1.1') {
    sendAwsJson(response, 200, result, jsonType(protocol));
    return;
  }
  if (protocol === 'rest') {
    response.writeHead(200, { 'x-amz-request-id': requestId() });
    response.end(result['Body']);
    return;
  }
  const name = `${operation}Response`;
  if (protocol === 'ec2') {
    const inner = textElement('requestId', requestId()) + toXml(result, 'item');
    const open = `<${name} xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">`;
    sendXml(response, 200, `${open}${inner}</${name}>`);
    return;
  }
  const metadata = element('ResponseMetadata', textElement('RequestId', requestId()));
  const inner = element(`${operation}Result`, toXml(result, 'member')) + metadata;
  sendXml(response, 200, element(name, inner));
};

const sendJsonError = (response: ServerResponse, protocol: Protocol, error: AwsError): void => {
  const { code, message, status } = error;
  const side = status < 500 ? 'Sender' : 'Receiver';
  if (protocol === 'json-1.0') {
    // CloudWatch spoke Query before, and still tells its old codes.
    const headers = { ...jsonType(protocol), 'x-amzn-query-error': `${code};${side}` };
    sendAwsJson(response, status, { __type: `com.amazonaws#${code}`, message }, headers);
    return;
  }
  sendAwsJson(response, status, { __type: code, message }, jsonType(protocol));
};

export const sendError = (response: ServerResponse, protocol: Protocol, error: AwsError): void => {
  if (protocol === 'json-1.0' || protocol === 'json-1.1') {
    sendJsonError(response, protocol, error);
    return;
  }
  const { code, message, status } = error;
  const facts = textElement('Code', code) + textElement('Message', message);
  if (protocol === 'rest') {
    sendXml(response, status, element('Error', facts + textElement('RequestId', requestId())));
    return;
  }
  if (protocol === 'ec2') {
    const errors = element('Errors', element('Error', facts));
    sendXml(response, status, element('Response', errors + textElement('RequestID', requestId())));
    return;
  }
  const type = textElement('Type', status < 500 ? 'Sender' : 'Receiver');
  const inner = element('Error', type + facts) + textElement('RequestId', requestId());
  sendXml(response, status, element('ErrorResponse', inner));
};
