import type { SafeUrl } from './text.ts';

/** Which console a region belongs to, by how its id begins; the first that fits. */
const consoles: readonly (readonly [prefix: string, host: string | undefined])[] = [
  ['cn-', 'console.amazonaws.cn'],
  ['us-gov-', 'console.amazonaws-us-gov.com'],
  ['eusc-', 'console.amazonaws-eusc.eu'],
  // Secret regions: their consoles are on networks of their own.
  ['us-iso', undefined],
  ['eu-iso', undefined],
  ['', 'console.aws.amazon.com'],
];

const hostOf = (region: string): string | undefined =>
  consoles.find(([prefix]) => region.startsWith(prefix))?.[1];

/** Every character that means something in a URL or to Slack, also those encodeURIComponent leaves. */
const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const isSafe = (url: string): url is SafeUrl =>
  /^https:\/\/console\.[a-z.-]+\/[A-Za-z0-9%/?=#:._-]*$/.test(url);

const link = (region: string, path: string, fragment: string): SafeUrl | undefined => {
  const host = hostOf(region);
  if (host === undefined) return undefined;
  const url = `https://${host}/${path}?region=${encode(region)}#${fragment}`;
  return isSafe(url) ? url : undefined;
};

/** The alarm's page in the console of its partition; undefined where there is none to reach. */
export const alarmLink = (region: string, alarm: string): SafeUrl | undefined =>
  link(region, 'cloudwatch/home', `alarmsV2:alarm/${encode(alarm)}`);

/** A CloudTrail record's page in Event history, where it stands for 90 days. */
export const trailEventLink = (region: string, eventId: string): SafeUrl | undefined =>
  link(region, 'cloudtrailv2/home', `/events/${encode(eventId)}`);
