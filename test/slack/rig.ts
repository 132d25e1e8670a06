import { createServer } from 'node:http';
import { vi } from 'vitest';
import { commandSpecs } from '../../src/commands/specs.ts';
import type { Card } from '../../src/core/card.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { FormErrors } from '../../src/core/form.ts';
import type { Interaction, Interactions } from '../../src/core/interaction.ts';
import type { Log } from '../../src/core/log.ts';
import { noMetrics } from '../../src/core/metrics.ts';
import type { Channel, Member, Message } from '../../src/sandbox/slack/entities.ts';
import { createPeople, type People } from '../../src/sandbox/slack/people.ts';
import { app as installed } from '../../src/sandbox/slack/workspace.ts';
import { createSlack, type Slack } from '../../src/slack/connection.ts';
import { createManifest } from '../../src/slack/manifest.ts';
import { type SlackUnderTest, startSlackUnderTest } from '../sandbox/fakes.ts';
import { close, listen } from './fake-api.ts';

type Sent = Parameters<Interactions['check']>[0];

/** The bot's Slack side, real Bolt included, against the fake Slack. */
export interface Rig extends AsyncDisposable {
  readonly under: SlackUnderTest;
  readonly people: People;
  /** What was handed on. */
  readonly seen: Interaction[];
  readonly checked: Sent[];
  /** Done for each interaction; nothing unless set. */
  onInteraction: (interaction: Interaction) => Promise<void> | void;
  onCheck: (sent: Sent) => Promise<FormErrors | undefined>;
  readonly logged: { readonly message: string; readonly fields: unknown }[];
  readonly member: (name: string) => Member;
  readonly channel: (name: string) => Channel;
  /** The messages of a channel, ephemeral ones too, oldest first. */
  readonly messages: (name: string) => readonly Message[];
  /** Waits until that many messages stand there, and returns them. */
  readonly told: (name: string, count?: number) => Promise<readonly Message[]>;
  readonly direct: (member: string) => Channel;
}

export const saying = (text: string): Card => ({ headline: [text], parts: [] });

const listeningLog = (logged: { message: string; fields: unknown }[]): Log => {
  const note = (message: string, fields?: unknown): void => void logged.push({ message, fields });
  const log: Log = { info: note, warn: note, error: note, child: () => log };
  return log;
};

const startHttp = async (slack: () => Slack | undefined) => {
  const server = createServer((request, response) => slack()?.httpHandler(request, response));
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}/slack/events`, stop: () => close(server) };
};

export const startRig = async (mode: 'socket' | 'http'): Promise<Rig> => {
  let slack: Slack | undefined;
  const http = await startHttp(() => slack);
  const manifest = createManifest(commandSpecs);
  const under = await startSlackUnderTest({
    ...(mode === 'http' && { requestUrl: () => http.url }),
    manifest,
  });
  const logged: { message: string; fields: unknown }[] = [];
  const { store } = under.slack;
  const rig: Rig = {
    under,
    people: createPeople(under.slack.context, under.slack.gateway),
    seen: [],
    checked: [],
    onInteraction: () => {},
    onCheck: async () => undefined,
    logged,
    member: (name) => store.findMember(name) ?? expectFound(name),
    channel: (name) => store.findChannel(name) ?? expectFound(name),
    messages: (name) => store.timeline(rig.channel(name).id).all(),
    told: (name, count = 1) =>
      vi.waitFor(() => {
        const messages = rig.messages(name);
        if (messages.length < count) throw new Error(`${messages.length} messages in ${name}`);
        return messages;
      }),
    direct: (member) => store.directChannel(rig.member(member).id, installed.botUserId),
    [Symbol.asyncDispose]: async () => {
      await slack?.stop();
      await http.stop();
      await under.slack.stop();
    },
  };
  slack = createSlack({
    settings: {
      mode,
      botToken: () => installed.botToken,
      appToken: () => installed.appToken,
      signingSecret: () => installed.signingSecret,
      apiUrl: under.slack.apiUrl,
      fallbackChannel: 'sec-alerts',
      linkHosts: [],
    },
    clock: systemClock,
    log: listeningLog(logged),
    metrics: noMetrics,
    commandSpecs,
    interactions: {
      handle: async (interaction) => {
        rig.seen.push(interaction);
        await rig.onInteraction(interaction);
      },
      check: async (sent) => {
        rig.checked.push(sent);
        return rig.onCheck(sent);
      },
    },
  });
  await slack.start();
  if (mode === 'socket') await under.slack.socket.connected();
  return rig;
};

const expectFound = (name: string): never => {
  throw new Error(`there is no ${name}`);
};
