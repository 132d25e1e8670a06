import type { IncomingMessage } from 'node:http';
import { extname } from 'node:path';
import type { Json } from '../json.ts';
import type { SlackContext } from './context.ts';
import type { SlackFile } from './entities.ts';
import { SlackError } from './slack-error.ts';

const types: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.jsonl': 'text/plain',
  '.md': 'text/markdown',
  '.sha256': 'text/plain',
  '.txt': 'text/plain',
};

const typeOf = (name: string): string =>
  types[extname(name).toLowerCase()] ?? 'application/octet-stream';

/** Announces a file; it is nobody's until it was uploaded and completed. */
export const announceFile = (context: SlackContext, name: string, size: number): SlackFile => {
  const { store, app, clock } = context;
  const file: SlackFile = {
    id: store.newId('F'),
    name,
    title: name,
    size,
    mimetype: typeOf(name),
    user: app.botUserId,
    created: Math.floor(clock.now() / 1000),
    content: undefined,
    channels: new Set(),
  };
  store.files.set(file.id, file);
  return file;
};

export const uploadUrl = ({ baseUrl, team }: SlackContext, file: SlackFile): string =>
  `${baseUrl()}/upload/${team.id}/${file.id}`;

/** The one file of a multipart form, which is what Slack's own client sends, or the body as it is. */
export const readUpload = async (request: IncomingMessage, body: Buffer): Promise<Buffer> => {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': type },
  }).formData();
  const file = [...form.values()].find((value) => typeof value !== 'string');
  return file === undefined ? Buffer.alloc(0) : Buffer.from(await file.arrayBuffer());
};

/**
 * What was posted to an upload address. Slack is not known to compare the size with the announced
 * one; here it has to agree.
 * @throws SlackError file_not_found, length_mismatch
 */
export const uploadFile = ({ store }: SlackContext, id: string, content: Buffer): void => {
  const file = store.files.get(id);
  if (file === undefined || file.channels.size > 0) throw new SlackError('file_not_found');
  if (content.length !== file.size) throw new SlackError('length_mismatch');
  file.content = content;
};

/** https://docs.slack.dev/reference/objects/file-object */
export const fileFacts = ({ team }: SlackContext, file: SlackFile): Json => ({
  id: file.id,
  created: file.created,
  timestamp: file.created,
  name: file.name,
  title: file.title,
  mimetype: file.mimetype,
  filetype: extname(file.name).slice(1) || 'binary',
  user: file.user,
  mode: 'hosted',
  size: file.size,
  is_external: false,
  is_public: false,
  url_private: `https://files.slack.com/files-pri/${team.id}-${file.id}/${encodeURIComponent(file.name)}`,
  permalink: `https://${team.domain}.slack.com/files/${file.user}/${file.id}/${encodeURIComponent(file.name)}`,
});
