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

const Unread = ({ count }: { count: number }): ReactNode =>
  count > 0 && (
    <span className="tw-badge" aria-label={`${count} unread`}>
      {count > 99 ? '99+' : count}
    </span>
  );

const entryClass = (...classes: readonly (string | false)[]): string =>
  ['tw-entry', ...classes].filter(Boolean).join(' ');

/** What the bot writes to the acting member alone. */
const DirectEntry = ({
  isOpen,
  unread,
  open,
}: {
  isOpen: boolean;
  unread: number;
  open: () => void;
}): ReactNode => (
  <li>
    <button
      type="button"
      className={entryClass(unread > 0 && 'tw-entry-unread')}
      aria-current={isOpen ? 'page' : undefined}
      onClick={open}
    >
      <span className="tw-sign" aria-hidden="true">
        ✉
      </span>
      <span className="tw-entry-name">Direct messages</span>
      <Unread count={unread} />
    </button>
  </li>
);

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
  return (
    <li>
      <button
        type="button"
        className={entryClass(unread > 0 && 'tw-entry-unread', channel.isArchived && 'tw-faded')}
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
        <Unread count={unread} />
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
          .filter((member) => !member.isBot && !member.isDeactivated)
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
  const { user } = props;
  const visible = info.channels.filter((channel) => user && canSee(channel, user));
  const channels = visible.filter(({ isDirect }) => !isDirect);
  const direct = visible.find(({ isDirect }) => isDirect);
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
          {direct && (
            <DirectEntry
              isOpen={direct.id === place}
              unread={unread.get(direct.id) ?? 0}
              open={() => open(direct.id)}
            />
          )}
        </ul>
      </div>
      <ActAs info={info} user={user} actAs={props.actAs} />
    </nav>
  );
};
