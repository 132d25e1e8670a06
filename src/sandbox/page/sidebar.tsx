import type { ReactNode } from 'react';
import { Avatar, Logo } from './logo.tsx';
import type { Channel, Info, Member } from './model.ts';

interface SidebarProps {
  readonly info: Info;
  readonly place: string;
  readonly user: Member | undefined;
  readonly isLive: boolean;
  /** By channel id. */
  readonly unread: ReadonlyMap<string, number>;
  readonly open: (place: string) => void;
  readonly actAs: (userId: string) => void;
}

/** What stands before a channel's name, and what it means. */
const signOf = (channel: Channel): readonly [sign: string, meaning: string] => {
  if (channel.isArchived) return ['▤', 'archived'];
  if (channel.isPrivate) return ['◆', 'private'];
  return ['#', 'public'];
};

const ChannelEntry = ({
  channel,
  isOpen,
  unread,
  open,
}: {
  channel: Channel;
  isOpen: boolean;
  unread: number;
  open: () => void;
}): ReactNode => {
  const [sign, meaning] = signOf(channel);
  const classes = ['tw-entry', unread > 0 && 'tw-entry-unread', channel.isArchived && 'tw-faded'];
  return (
    <li>
      <button
        type="button"
        className={classes.filter(Boolean).join(' ')}
        aria-current={isOpen ? 'page' : undefined}
        onClick={open}
      >
        <span className="tw-sign" title={meaning} aria-label={meaning} role="img">
          {sign}
        </span>
        <span className="tw-entry-name">{channel.name}</span>
        {channel.isShared && (
          <span className="tw-shared" title="shared with another organisation">
            shared
          </span>
        )}
        {unread > 0 && (
          <span className="tw-badge" aria-label={`${unread} unread`}>
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </button>
    </li>
  );
};

const ActAs = ({ info, user, actAs }: Pick<SidebarProps, 'info' | 'user' | 'actAs'>): ReactNode => (
  <label className="tw-act-as">
    {user && <Avatar id={user.id} name={user.realName} size={30} />}
    <span>
      <small>Act as</small>
      <select value={user?.id ?? ''} onChange={(event) => actAs(event.target.value)}>
        {info.users
          .filter((member) => !member.isBot)
          .map((member) => (
            <option key={member.id} value={member.id}>
              {member.realName}
            </option>
          ))}
      </select>
    </span>
  </label>
);

/** The left column: the workspace, its channels, the app, and who one is. */
export const Sidebar = (props: SidebarProps): ReactNode => {
  const { info, place, unread, open } = props;
  return (
    <nav className="tw-sidebar" aria-label="Workspace">
      <header className="tw-team">
        <strong>{info.team}</strong>
        <span className={props.isLive ? 'tw-live' : 'tw-live tw-live-off'}>
          {props.isLive ? 'live' : 'reconnecting'}
        </span>
      </header>
      <div className="tw-entries">
        <h2>Channels</h2>
        <ul>
          {info.channels.map((channel) => (
            <ChannelEntry
              key={channel.id}
              channel={channel}
              isOpen={channel.id === place}
              unread={unread.get(channel.id) ?? 0}
              open={() => open(channel.id)}
            />
          ))}
        </ul>
        <h2>Apps</h2>
        <ul>
          <li>
            <button
              type="button"
              className="tw-entry"
              aria-current={place === 'home' ? 'page' : undefined}
              onClick={() => open('home')}
            >
              <Logo size={18} />
              <span className="tw-entry-name">Trailwarden</span>
            </button>
          </li>
        </ul>
      </div>
      <ActAs info={info} user={props.user} actAs={props.actAs} />
    </nav>
  );
};
