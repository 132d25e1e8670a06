/** How well the fake does what Slack does. `left out` is what a test must not rely on. */
export interface Coverage {
  readonly method: string;
  readonly level: 'supported' | 'partial';
  readonly leftOut?: string;
}

const supported = (method: string): Coverage => ({ method, level: 'supported' });
const partial = (method: string, leftOut: string): Coverage => ({
  method,
  level: 'partial',
  leftOut,
});

/**
 * The methods of the fake Slack; any other answers `unknown_method`, as Slack does. Paces are those
 * of chat.postMessage (a bucket of 3 a channel, one more a second) and chat.update (50 in any
 * minute); no other method answers 429 by itself.
 */
export const slackCoverage: readonly Coverage[] = [
  supported('apps.connections.open'),
  supported('auth.test'),
  partial('blocks.validate', 'views and attachments; `constraint` holds words only'),
  supported('chat.delete'),
  supported('chat.getPermalink'),
  supported('chat.postEphemeral'),
  partial('chat.postMessage', 'unfurling, parse, username and icon; markdown_text'),
  partial('chat.update', 'parse, link_names, file_ids; markdown_text'),
  supported('conversations.history'),
  partial('conversations.info', 'include_num_members is always on; no locale'),
  supported('conversations.join'),
  supported('conversations.list'),
  supported('conversations.members'),
  partial('conversations.open', 'one member only, no group conversation'),
  supported('conversations.replies'),
  partial('files.completeUploadExternal', 'highlight_type; the message is there at once'),
  partial('files.getUploadURLExternal', 'alt_text, snippet_type'),
  partial('files.info', 'comments, shares, previews; the token has no files:read'),
  partial('usergroups.list', 'disabled groups'),
  supported('usergroups.users.list'),
  supported('users.conversations'),
  partial('users.info', 'profile pictures, custom fields'),
  partial('users.list', 'profile pictures, custom fields'),
  supported('users.lookupByEmail'),
  supported('views.open'),
  supported('views.publish'),
  supported('views.push'),
  supported('views.update'),
];
