import type { ReactNode } from 'react';
import { runCommand, say } from './api.ts';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { type Channel, type Command, type Member, type Message, rootsOf } from './model.ts';
import type { Chosen, Surface } from './surface.ts';

interface ConversationProps {
  readonly channel: Channel;
  readonly messages: readonly Message[];
  readonly members: ReadonlyMap<string, Member>;
  readonly commands: readonly Command[];
  readonly user: string;
  readonly surface: Surface;
  readonly openThread: string | undefined;
  readonly open: (ts: string) => void;
  readonly act: (ts: string, actionId: string, value: Chosen | undefined) => void;
  readonly shortcut: (ts: string, id: string) => void;
}

const nameOf = ({ isDirect, name }: Channel): string => (isDirect ? name : `#${name}`);

const Start = ({ channel }: { channel: Channel }): ReactNode => (
  <div className="tw-start">
    <h2>{nameOf(channel)}</h2>
    <p>
      This is the very beginning of the {channel.isDirect ? 'conversation' : 'channel'}.
      {channel.topic !== '' && ` ${channel.topic}`}
    </p>
  </div>
);

/** The open channel: its messages and the message box. */
export const Conversation = (props: ConversationProps): ReactNode => {
  const { channel, messages, user } = props;
  return (
    <>
      <MessageList
        key={channel.id}
        shown={rootsOf(messages)}
        all={messages}
        members={props.members}
        surface={props.surface}
        openThread={props.openThread}
        open={props.open}
        act={props.act}
        shortcut={props.shortcut}
        label={`Messages in ${channel.name}`}
        start={<Start channel={channel} />}
      />
      {channel.isArchived ? (
        <p className="tw-archived">This channel is archived.</p>
      ) : (
        <Composer
          placeholder={`Message ${nameOf(channel)}, or a /command`}
          commands={props.commands}
          send={(line) => {
            const where = { user, channel: channel.id };
            return line.startsWith('/') ? runCommand(line, where) : say(line, where);
          }}
        />
      )}
    </>
  );
};
