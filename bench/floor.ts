/**
 * The least a forwarder can do and still lose nothing, on the same server, verifier, store engine and
 * Slack client as the bot: parse, verify, one durable commit, one post.
 */
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { WebClient } from '@slack/web-api';
import { systemClock } from '../src/core/clock.ts';
import type { TopicArn } from '../src/core/ids.ts';
import { createSnsVerifier } from '../src/intake/sns-verifier.ts';
import { sandboxCertificates } from '../src/sandbox/certificates.ts';

const [certificates = '', slackApiUrl = '', topic = '', database = ''] = process.argv.slice(2);

const db = new DatabaseSync(database);
db.exec('pragma journal_mode=wal; pragma synchronous=full');
db.exec('create table inbox (topic text, id text, body text, primary key (topic, id))');
const insert = db.prepare('insert into inbox values (?, ?, ?)');
const slack = new WebClient('xoxb-sandbox', {
  slackApiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: 10_000,
});
const verifier = createSnsVerifier({
  topics: () => [{ arn: topic as TopicArn, signatureVersion: 'any' }],
  certificates: sandboxCertificates(certificates),
  clock: systemClock,
});

const forward = async (body: string): Promise<void> => {
  const message = await verifier.verify(body);
  insert.run(topic, message.messageId, body);
  const alarm: { AlarmName: string; channel: string; NewStateReason: string } = JSON.parse(
    message.message,
  );
  void slack.chat.postMessage({
    channel: alarm.channel,
    text: `${alarm.AlarmName} went to ALARM`,
    blocks: [{ type: 'section', text: { type: 'plain_text', text: alarm.NewStateReason } }],
  });
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    forward(Buffer.concat(chunks).toString()).then(
      () => response.end('ok'),
      (error: unknown) => {
        response.statusCode = 503;
        response.end(String(error));
      },
    );
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ msg: 'listening', port })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
