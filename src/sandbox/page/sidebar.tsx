import type { ReactNode } from 'react';
import { Avatar, Logo } from './logo.tsx';
import { type Channel, canSee, type Info, type Member } from './model.ts';

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

const lock = 'M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3 7h10v7H3z';
const box = 'M2 3h12v3H2zM3 6v7.5h10V6M6.5 9h3';

const Sign = ({ channel }: { channel: Channel }): ReactNode => {
  if (!channel.isArchived && !channel.isPrivate) {
    return (
      <span className="tw-sign" aria-hidden="true">
        #
      </span>
    );
  }
  const meaning = channel.isArchived ? 'archived' : 'private';
  return (
    <svg className="tw-sign" viewBox="0 0 16 16" role="img" aria-label={meaning}>
      <title>{meaning}</title>
      <path
        d={channel.isArchived ? box : lock}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
      />
    </svg>
  );
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
  const classes = ['tw-entry', unread > 0 && 'tw-entry-unread', channel.isArchived && 'tw-faded'];
  return (
    <li>
      <button
        type="button"
        className={classes.filter(Boolean).join(' ')}
        aria-current={isOpen ? 'page' : undefined}
        onClick={open}
      >
        <Sign channel={channel} />
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
  const channels = info.channels.filter((channel) => canSee(channel, props.user?.id ?? ''));
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
          {channels.map((channel) => (
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
