import type { Outcome } from '../core/conversation.ts';
import { toError } from '../core/errors.ts';
import type { Call, Fields } from './session.ts';

interface Upload {
  /** The conversation that the file is to stand in. */
  readonly channel: string;
  readonly name: string;
  readonly title: string;
  readonly content: string;
}

const isSlackHost = (host: string): boolean => host === 'slack.com' || host.endsWith('.slack.com');

/** Files go to Slack over https, or to where its API is said to be. */
const isUploadUrl = (url: unknown, apiUrl: string): url is string => {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol, hostname, origin, port, username } = new URL(url);
  if (origin === new URL(apiUrl).origin) return true;
  return protocol === 'https:' && isSlackHost(hostname) && port === '' && username === '';
};

const put = async (
  url: string,
  content: Uint8Array<ArrayBuffer>,
  timeoutMs: number,
): Promise<Outcome<undefined>> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: content,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    const error = `upload: http_${response.status}`;
    if (response.ok) return { kind: 'ok', value: undefined };
    return { kind: response.status < 500 ? 'refused' : 'unavailable', error };
  } catch (thrown) {
    return { kind: 'unavailable', error: `upload: ${toError(thrown).name}` };
  }
};

/**
 * Puts a file into a conversation: an address to send it to, the file, and the word that it is
 * complete. https://docs.slack.dev/messaging/working-with-files#upload
 */
export const uploadFile = async (
  { channel, name, title, content }: Upload,
  deps: { readonly call: Call; readonly apiUrl: string; readonly timeoutMs: number },
): Promise<Outcome<undefined>> => {
  const bytes = new TextEncoder().encode(content);
  const place = await deps.call('files.getUploadURLExternal', {
    filename: name,
    length: bytes.byteLength,
  });
  if (place.kind !== 'ok') return place;
  const { upload_url: url, file_id: id }: Fields = place.value;
  if (!isUploadUrl(url, deps.apiUrl) || typeof id !== 'string')
    return { kind: 'refused', error: 'upload: the address is not one of Slack' };
  const sent = await put(url, bytes, deps.timeoutMs);
  if (sent.kind !== 'ok') return sent;
  const done = await deps.call('files.completeUploadExternal', {
    files: [{ id, title }],
    channel_id: channel,
  });
  return done.kind === 'ok' ? { kind: 'ok', value: undefined } : done;
};
