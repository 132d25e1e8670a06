/** A bot small enough to be read at a glance, on the real Bolt: for the sandbox's own tests. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { App, LogLevel } from '@slack/bolt';
import { parse } from 'yaml';

process.on('disconnect', () => process.exit(0));
const settings: { http: { port: number } } = parse(
  readFileSync(process.env['TRAILWARDEN_CONFIG'] ?? '', 'utf8'),
);
const app = new App({
  token: process.env['SLACK_BOT_TOKEN'] ?? '',
  appToken: process.env['SLACK_APP_TOKEN'] ?? '',
  socketMode: true,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env['SLACK_API_URL'] ?? '' },
});

app.command('/echo', async ({ ack, command }) => {
  await ack(command.text);
});

app.command('/slow', async ({ ack, respond }) => {
  await ack({ text: 'wait', blocks: [{ type: 'divider', block_id: 'progress-1' }] });
  await respond({ text: 'done', replace_original: true });
});

app.command('/form', async ({ ack, client, body }) => {
  await ack();
  await client.views.open({
    trigger_id: body.trigger_id,
    view: {
      type: 'modal',
      callback_id: 'why',
      title: { type: 'plain_text', text: 'Why' },
      submit: { type: 'plain_text', text: 'Send' },
      blocks: [
        {
          type: 'input',
          block_id: 'reason',
          label: { type: 'plain_text', text: 'Reason' },
          element: { type: 'plain_text_input', action_id: 'text' },
        },
      ],
    },
  });
});

app.view('why', async ({ ack, view, client, body }) => {
  const reason = view.state.values['reason']?.['text']?.value ?? '';
  if (reason === 'no') {
    await ack({ response_action: 'errors', errors: { reason: 'Say more.' } });
    return;
  }
  await ack();
  await client.chat.postMessage({ channel: 'C0SECPROD', text: `${body.user.name}: ${reason}` });
});

app.action('press', async ({ ack, respond }) => {
  await ack();
  await respond({ text: 'pressed', replace_original: true });
});

app.event('app_mention', async ({ event, client }) => {
  await client.chat.postMessage({ channel: event.channel, thread_ts: event.ts, text: 'Yes?' });
});

app.event('app_home_opened', async ({ event, client }) => {
  await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [] } });
});

const confirm = async (topicArn: string, token: string): Promise<void> => {
  const { SNS } = await import('@aws-sdk/client-sns');
  const { STS } = await import('@aws-sdk/client-sts');
  const account = topicArn.split(':')[4] ?? '';
  const region = topicArn.split(':')[3] ?? '';
  const role = `arn:aws:iam::${account}:role/TrailwardenReader`;
  const { Credentials: given } = await new STS({ region }).assumeRole({
    RoleArn: account === '777788889999' ? 'arn:aws:iam::111122223333:role/TrailwardenReader' : role,
    RoleSessionName: 'stub',
    ExternalId: 'example-external-id',
  });
  const credentials = {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
  await new SNS({ region, credentials }).confirmSubscription({ TopicArn: topicArn, Token: token });
};

const takeSns = async (body: string): Promise<void> => {
  const envelope: Record<string, string> = JSON.parse(body);
  if (envelope['Type'] === 'SubscriptionConfirmation')
    await confirm(envelope['TopicArn'] ?? '', envelope['Token'] ?? '');
  else
    await app.client.chat.postMessage({
      channel: 'C0SECPROD',
      text: envelope['Subject'] ?? envelope['Message'] ?? '',
    });
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const work =
      request.url === '/sns' ? takeSns(Buffer.concat(chunks).toString('utf8')) : undefined;
    Promise.resolve(work).then(
      () => response.end(request.url === '/env' ? Object.keys(process.env).join(' ') : 'ok'),
      (thrown: unknown) => {
        process.stderr.write(`${String(thrown)}\n`);
        response.writeHead(503).end();
      },
    );
  });
});

await app.start();
server.listen(settings.http.port, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`${JSON.stringify({ msg: 'listening', port })}\n`);
});
