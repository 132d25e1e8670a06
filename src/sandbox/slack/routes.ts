import type { Method } from './context.ts';
import { appsConnectionsOpen } from './methods/apps-connections-open.ts';
import { authTest } from './methods/auth-test.ts';
import { blocksValidate } from './methods/blocks-validate.ts';
import { chatDelete } from './methods/chat-delete.ts';
import { chatGetPermalink } from './methods/chat-get-permalink.ts';
import { chatPostEphemeral } from './methods/chat-post-ephemeral.ts';
import { chatPostMessage } from './methods/chat-post-message.ts';
import { chatUpdate } from './methods/chat-update.ts';
import { conversationsHistory } from './methods/conversations-history.ts';
import { conversationsInfo } from './methods/conversations-info.ts';
import { conversationsJoin } from './methods/conversations-join.ts';
import { conversationsList, usersConversations } from './methods/conversations-list.ts';
import { conversationsMembers } from './methods/conversations-members.ts';
import { conversationsOpen } from './methods/conversations-open.ts';
import { conversationsReplies } from './methods/conversations-replies.ts';
import {
  filesCompleteUploadExternal,
  filesGetUploadUrlExternal,
  filesInfo,
} from './methods/files.ts';
import { usergroupsList, usergroupsUsersList } from './methods/usergroups.ts';
import { usersInfo, usersList, usersLookupByEmail } from './methods/users.ts';
import { viewsOpen, viewsPublish, viewsPush, viewsUpdate } from './methods/views.ts';

/** Every method that this Slack knows; `coverage.ts` says how well. */
export const methods: readonly Method[] = [
  appsConnectionsOpen,
  authTest,
  blocksValidate,
  chatDelete,
  chatGetPermalink,
  chatPostEphemeral,
  chatPostMessage,
  chatUpdate,
  conversationsHistory,
  conversationsInfo,
  conversationsJoin,
  conversationsList,
  conversationsMembers,
  conversationsOpen,
  conversationsReplies,
  filesCompleteUploadExternal,
  filesGetUploadUrlExternal,
  filesInfo,
  usergroupsList,
  usergroupsUsersList,
  usersConversations,
  usersInfo,
  usersList,
  usersLookupByEmail,
  viewsOpen,
  viewsPublish,
  viewsPush,
  viewsUpdate,
];
