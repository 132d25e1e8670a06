import type { SafeUrl } from '../../core/text.ts';

/** AWS's console by partition: aws, aws-cn, aws-us-gov, aws-eusc; each with a host a region too. */
const consoleHosts = [
  'console.aws.amazon.com',
  'console.amazonaws.cn',
  'console.amazonaws-us-gov.com',
  'console.amazonaws-eusc.eu',
];

const isConsole = (host: string): boolean =>
  consoleHosts.some((console) => host === console || host.endsWith(`.${console}`));

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const maxUrl = 3000;

/**
 * The address as Slack may get it, or undefined where a link may not lead there: only https to
 * AWS's console or a listed host, without a user name or a port, and not longer than Slack takes.
 */
export const allowedUrl = (url: SafeUrl, linkHosts: readonly string[]): string | undefined => {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, username, password, port, href } = new URL(url);
  if (protocol !== 'https:' || username !== '' || password !== '' || port !== '') return undefined;
  if (!isConsole(hostname) && !linkHosts.includes(hostname)) return undefined;
  const encoded = href.replaceAll('|', '%7C');
  return encoded.length <= maxUrl ? encoded : undefined;
};
