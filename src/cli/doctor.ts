import { parseArgs } from 'node:util';
import { createAwsClients } from '../aws/clients.ts';
import { createSns } from '../aws/sns.ts';
import { loadSettings } from '../config/load.ts';
import { systemClock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import { silentLog } from '../core/log.ts';
import type { Account, Settings } from '../core/settings.ts';
import { suppressionProblems } from '../incidents/suppress.ts';
import { createSlackInspector } from '../slack/inspect.ts';
import { createMessenger } from '../slack/messenger.ts';
import { awsSection } from './doctor/aws.ts';
import { bad, type Finding, ok, report, type Section, warn } from './doctor/report.ts';
import { slackSection, testSection } from './doctor/slack.ts';
import { storeSection } from './doctor/store.ts';
import { topicTestSection } from './doctor/topic-tests.ts';
import { unitChecks } from './doctor/units.ts';

const usage = `Usage: npm run doctor -- [--fix] [--test CHANNEL] [--test-topics]
  --fix           subscribe the bot to the listed topics that do not send to it
  --test CHANNEL  post a message there that is marked as a test
  --test-topics   publish a marked message through each listed topic and wait until the
                  running bot has it; nobody is alerted`;

/** No check takes longer, whatever it looks at. */
const checkWithinMs = 10_000;

interface Options {
  readonly fix: boolean;
  readonly test: string | undefined;
  readonly testTopics: boolean;
}

const count = (items: readonly unknown[], one: string, many: string): string =>
  `${items.length} ${items.length === 1 ? one : many}`;

const accessFindings = ({ rules, admins }: Settings['access']): readonly Finding[] => {
  if (rules.length === 0)
    return [
      warn(
        'No access rule is set, so nobody may ask anything; alerts are posted all the same.',
        'If people are to ask, add rules under access: docs/how-to/give-access.md',
      ),
    ];
  return admins.users.length + admins.groups.length > 0
    ? []
    : [
        warn(
          'No admin is named, so nobody sees the audit log and nobody can be asked for access.',
          'Name people or a user group under access.admins: docs/how-to/give-access.md',
        ),
      ];
};

const settingsFindings = ({
  topics,
  queues,
  accounts,
  units,
  routes,
  access,
  suppress,
}: Settings): readonly Finding[] => [
  ok(
    `The settings are right: ${[
      count(topics, 'topic', 'topics'),
      count(queues, 'queue', 'queues'),
      count(accounts, 'account', 'accounts'),
      ...(units.length > 0 ? [count(units, 'unit', 'units')] : []),
      count(routes, 'route', 'routes'),
      count(access.rules, 'access rule', 'access rules'),
    ].join(', ')}.`,
  ),
  ...(topics.length > 0
    ? []
    : [
        warn(
          'No topic is listed, so everything that comes by the queues is refused.',
          'List the topics that send to the queues under topics.',
        ),
      ]),
  ...accessFindings(access),
  ...suppressionProblems(suppress, systemClock.now()).map((problem) => warn(problem)),
];

const section = (title: string, findings: readonly Finding[]): Section => ({
  title,
  checks: [{ about: title, run: () => Promise.resolve(findings) }],
});

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const examine = async (settings: Settings, options: Options): Promise<number> => {
  const { slack } = settings;
  const ofUnits: Account[] = [];
  const clients = createAwsClients({
    accounts: () => [...settings.accounts, ...ofUnits],
    clock: systemClock,
    log: silentLog,
  });
  const session = {
    token: slack.botToken,
    apiUrl: slack.apiUrl,
    clock: systemClock,
    log: silentLog,
  };
  const messenger = createMessenger({ ...session, linkHosts: () => slack.linkHosts });
  const sections = [
    section('Settings', settingsFindings(settings)),
    slackSection(settings, createSlackInspector(session)),
    awsSection(settings, clients, options.fix),
    {
      title: 'Organisation',
      checks: unitChecks(settings, clients, (accounts) => ofUnits.push(...accounts)),
    },
    storeSection(settings.store, systemClock),
    ...(options.testTopics
      ? [topicTestSection(settings, { sns: createSns(clients), clock: systemClock })]
      : []),
    ...(options.test === undefined ? [] : [testSection(options.test, messenger, systemClock.now)]),
  ];
  try {
    return await report(sections, print, checkWithinMs);
  } finally {
    await clients.stop();
  }
};

const parse = (args: readonly string[]): Options | undefined => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        fix: { type: 'boolean', default: false },
        test: { type: 'string' },
        'test-topics': { type: 'boolean', default: false },
      },
    });
    return { fix: values.fix, test: values.test, testTopics: values['test-topics'] };
  } catch (thrown) {
    process.stderr.write(`${toError(thrown).message}\n${usage}\n`);
    return undefined;
  }
};

/**
 * Looks at settings, Slack, AWS and the store: a line for each thing, with the cure of what is not
 * right. @returns the exit code: 1 if anything is wrong, 64 for an unknown argument.
 */
export const run = async (args: readonly string[]): Promise<number> => {
  const options = parse(args);
  if (options === undefined) return 64;
  const loaded = await loadSettings(process.env);
  const wrong = loaded.ok
    ? await examine(loaded.settings, options)
    : await report(
        [
          section(
            'Settings',
            loaded.problems.map((problem) => bad(problem)),
          ),
        ],
        print,
        checkWithinMs,
      );
  if (wrong > 0) print(`\n${wrong} ${wrong === 1 ? 'thing is' : 'things are'} not right.`);
  return wrong > 0 ? 1 : 0;
};
