import type { Json } from '../../json.ts';
import type { SlackContext } from '../context.ts';
import type { Channel } from '../entities.ts';

/** A conversation as conversations.list and conversations.info show it. */
export const channelFacts = (context: SlackContext, channel: Channel): Json => ({
  id: channel.id,
  ...(channel.isIm ? {} : { name: channel.name, name_normalized: channel.name }),
  is_channel: !channel.isPrivate && !channel.isIm,
  is_group: channel.isPrivate,
  is_im: channel.isIm,
  is_mpim: false,
  is_private: channel.isPrivate || channel.isIm,
  is_archived: channel.isArchived,
  is_general: channel.name === 'general',
  is_shared: channel.isShared,
  is_ext_shared: channel.isShared,
  is_org_shared: false,
  is_pending_ext_shared: false,
  is_member: channel.members.has(context.app.botUserId),
  created: channel.created,
  context_team_id: context.team.id,
  topic: { value: channel.topic, creator: '', last_set: 0 },
  purpose: { value: '', creator: '', last_set: 0 },
  num_members: channel.members.size,
});
