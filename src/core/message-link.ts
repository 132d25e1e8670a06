import type { SafeUrl } from './text.ts';

/**
 * A message's address, which opens it for whoever is in its conversation; undefined for what is no
 * id or no `ts`. https://docs.slack.dev/reference/methods/chat.getPermalink
 */
export const messageLink = (channel: string, ts: string): SafeUrl | undefined =>
  /^[CGD][A-Z0-9]{2,30}$/.test(channel) && /^\d{1,12}\.\d{6}$/.test(ts)
    ? (`https://slack.com/archives/${channel}/p${ts.replace('.', '')}` as SafeUrl)
    : undefined;
