import { isBody, type SlackBody } from './request-body.ts';

const slackHooks = 'https://hooks.slack.com';

const answersTo = (body: SlackBody): readonly unknown[] => {
  const more = Array.isArray(body['response_urls']) ? body['response_urls'] : [];
  const urls = more.map((item: unknown) => (isBody(item) ? item['response_url'] : item));
  return body['response_url'] === undefined ? urls : [body['response_url'], ...urls];
};

/**
 * Do all addresses for answers lead to Slack, or to where its API is said to be? Bolt posts to them,
 * so another one would carry data out, or call an address inside our network.
 */
export const areAnswerUrlsSafe = (body: SlackBody, apiUrl: string): boolean =>
  answersTo(body).every(
    (url) =>
      typeof url === 'string' &&
      URL.canParse(url) &&
      [slackHooks, new URL(apiUrl).origin].includes(new URL(url).origin),
  );
