import { isJson, type Json, listOf, stringOf } from '../../json.ts';
import { joinedChannel } from '../access.ts';
import { type Args, optional, required, structured } from '../args.ts';
import type { Method, SlackContext } from '../context.ts';
import type { Channel, SlackFile } from '../entities.ts';
import { announceFile, fileFacts, uploadUrl } from '../files.ts';
import { readFileComment, readThread, writeMessage } from '../messages.ts';
import { invalidArguments, SlackError } from '../slack-error.ts';

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
export const filesGetUploadUrlExternal: Method = {
  name: 'files.getUploadURLExternal',
  token: 'bot',
  scopes: ['files:write'],
  run: (context, args) => {
    const name = required(args, 'filename');
    const size = Number(required(args, 'length'));
    if (!Number.isInteger(size) || size < 1)
      throw invalidArguments('must be greater than 0: length');
    const file = announceFile(context, name, size);
    return { upload_url: uploadUrl(context, file), file_id: file.id };
  },
};

const namedFile = ({ store }: SlackContext, wanted: unknown): SlackFile => {
  const file = isJson(wanted) ? store.files.get(stringOf(wanted['id'])) : undefined;
  if (file?.content === undefined) throw new SlackError('file_not_found');
  if (isJson(wanted) && typeof wanted['title'] === 'string') file.title = wanted['title'];
  return file;
};

/** A member's id is no conversation here: the direct one has to be opened first. */
const destination = (context: SlackContext, args: Args): Channel | undefined => {
  const id = optional(args, 'channel_id');
  if (id === undefined || id === '') return undefined;
  const channel = joinedChannel(context, { channel: id });
  if (channel.isArchived) throw new SlackError('is_archived');
  return channel;
};

/** https://docs.slack.dev/reference/methods/files.completeUploadExternal */
export const filesCompleteUploadExternal: Method = {
  name: 'files.completeUploadExternal',
  token: 'bot',
  scopes: ['files:write'],
  run: (context, args) => {
    const wanted = listOf(structured(args, 'files', 'invalid_arguments'));
    if (wanted.length === 0) throw invalidArguments('missing required field: files');
    const channel = destination(context, args);
    const files = wanted.map((one) => namedFile(context, one));
    if (channel) {
      const { threadTs } = readThread(context, channel, args);
      const comment = readFileComment(context, args);
      for (const file of files) file.channels.add(channel.id);
      writeMessage(context, channel.id, { ...comment, threadTs, files });
    }
    return { files: files.map((file) => fileFacts(context, file)) };
  },
};

/** https://docs.slack.dev/reference/methods/files.info */
export const filesInfo: Method = {
  name: 'files.info',
  token: 'bot',
  scopes: ['files:read'],
  run: (context, args): Json => {
    const file = context.store.files.get(required(args, 'file'));
    if (file?.content === undefined) throw new SlackError('file_not_found');
    const channels = [...file.channels].map((id) => context.store.channels.get(id));
    const ids = (isIm: boolean): readonly string[] =>
      channels.flatMap((channel) => (channel?.isIm === isIm ? [channel.id] : []));
    return { file: { ...fileFacts(context, file), channels: ids(false), ims: ids(true) } };
  },
};
