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

/** A message in Slack itself; nothing else there is a place to lead people to. */
const isMessage = ({ hostname, pathname }: URL): boolean =>
  hostname === 'slack.com' && /^\/archives\/[CGD][A-Z0-9]{2,30}\/p\d{7,18}$/.test(pathname);

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const maxUrl = 3000;

/**
 * The address as Slack may get it, or undefined where a link may not lead there: only https to
 * AWS's console, a message in Slack or a listed host, without a user name or a port, and not longer than Slack takes.
 */
export const allowedUrl = (url: SafeUrl, linkHosts: readonly string[]): string | undefined => {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  const { protocol, hostname, username, password, port, href } = parsed;
  if (protocol !== 'https:' || username !== '' || password !== '' || port !== '') return undefined;
  if (!isConsole(hostname) && !isMessage(parsed) && !linkHosts.includes(hostname)) return undefined;
  const encoded = href.replaceAll('|', '%7C');
  return encoded.length <= maxUrl ? encoded : undefined;
};
