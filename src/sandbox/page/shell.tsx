import { type ReactNode, useCallback, useMemo } from 'react';
import { Conversation } from './conversation.tsx';
import type { Channel, Info, Member } from './model.ts';
import { Panel } from './panel.tsx';
import { Sidebar } from './sidebar.tsx';
import type { Chosen, Surface } from './surface.ts';
import { Thread } from './thread.tsx';
import { type Deeds, useDeeds } from './use-deeds.ts';
import { type Drawers, useDrawers } from './use-drawers.ts';
import type { Route } from './use-route.ts';
import { useUnread } from './use-unread.ts';
import type { Workspace } from './use-workspace.ts';
import { Home, OpenModal } from './views.tsx';

interface ShellProps {
  readonly info: Info;
  readonly workspace: Workspace;
  readonly user: Member | undefined;
  readonly actAs: (userId: string) => void;
  readonly route: Route;
  readonly go: (place: string, thread?: string) => void;
  readonly now: number;
}

interface TopBarProps {
  readonly title: string;
  readonly topic: string;
  readonly isPanelOpen: boolean;
  readonly togglePanel: () => void;
  readonly toggleMenu: () => void;
}

const TopBar = (props: TopBarProps): ReactNode => (
  <header className="tw-top">
    <button type="button" className="tw-burger" aria-label="Channels" onClick={props.toggleMenu}>
      ☰
    </button>
    <h1>{props.title}</h1>
    <p>{props.topic}</p>
    <button
      type="button"
      className="tw-toggle-panel"
      aria-pressed={props.isPanelOpen}
      onClick={props.togglePanel}
    >
      <span className="tw-emoji tw-emoji-bolt" aria-hidden="true" />
      Make things happen
    </button>
  </header>
);

const useSurface = ({ info, now, go }: Pick<ShellProps, 'info' | 'now' | 'go'>): Surface =>
  useMemo(
    () => ({
      now,
      userNames: new Map(info.users.map(({ id, realName }) => [id, realName])),
      channelNames: new Map(info.channels.map(({ id, name }) => [id, name])),
      groupNames: new Map(info.userGroups.map(({ id, handle }) => [id, handle])),
      act: () => {},
      shortcuts: info.shortcuts,
      openChannel: go,
    }),
    [info, now, go],
  );

const useMembers = (info: Info): ReadonlyMap<string, Member> =>
  useMemo(
    () => new Map(info.users.filter((user) => !user.isBot).map((user) => [user.id, user])),
    [info],
  );

/** The channel in the address, else the first one. */
const openChannel = (info: Info, route: Route): Channel | undefined =>
  route.place === 'home'
    ? undefined
    : (info.channels.find(({ id }) => id === route.place) ?? info.channels[0]);

const titleOf = (channel: Channel | undefined): string =>
  channel && !channel.isDirect ? `# ${channel.name}` : 'Trailwarden';

const Toast = ({ words, forget }: { words: string; forget: () => void }): ReactNode => (
  <p className="tw-toast" role="alert">
    {words}
    <button type="button" aria-label="Dismiss" onClick={forget}>
      ×
    </button>
  </p>
);

interface CentreProps {
  readonly shell: ShellProps;
  readonly channel: Channel | undefined;
  readonly surface: Surface;
  readonly deeds: Deeds;
  readonly drawers: Drawers;
}

/** The open channel and its thread, or the App Home. */
const Centre = ({ shell, channel, surface, deeds, drawers }: CentreProps): ReactNode => {
  const { info, workspace, route, go } = shell;
  const members = useMembers(info);
  const channelId = channel?.id ?? 'home';
  const { press, takeShortcut } = deeds;
  const user = shell.user?.id ?? '';
  const act = useCallback(
    (ts: string, actionId: string, value: Chosen | undefined) =>
      press({ channel: channelId, ts }, actionId, value),
    [press, channelId],
  );
  const shortcut = useCallback(
    (ts: string, id: string) => takeShortcut({ channel: channelId, ts }, id),
    [takeShortcut, channelId],
  );
  const openThread = useCallback((ts: string) => go(channelId, ts), [go, channelId]);
  const closeThread = useCallback(() => go(channelId), [go, channelId]);
  const messages = workspace.messages.get(channelId) ?? [];
  const shared = { messages, members, surface, act, shortcut };
  const togglePanel = (): void => {
    if (!drawers.isPanelShown && route.thread !== undefined && !drawers.isWide) closeThread();
    drawers.setPanelOpen(!drawers.isPanelShown);
  };
  return (
    <>
      <main className="tw-main">
        <TopBar
          title={titleOf(channel)}
          topic={channel?.topic ?? ''}
          isPanelOpen={drawers.isPanelShown}
          togglePanel={togglePanel}
          toggleMenu={() => drawers.setMenuOpen(!drawers.isMenuOpen)}
        />
        {channel ? (
          <Conversation
            {...shared}
            channel={channel}
            commands={info.commands}
            user={user}
            openThread={route.thread}
            open={openThread}
          />
        ) : (
          <Home views={workspace.views} surface={surface} user={user} press={press} />
        )}
      </main>
      {channel && route.thread !== undefined && (
        <Thread {...shared} channel={channel} ts={route.thread} user={user} close={closeThread} />
      )}
    </>
  );
};

/** The page: sidebar, conversation, thread and panel. */
export const Shell = (props: ShellProps): ReactNode => {
  const { info, workspace, route, go } = props;
  const user = props.user?.id ?? '';
  const channel = openChannel(info, route);
  const surface = useSurface(props);
  const deeds = useDeeds(user);
  const unread = useUnread(workspace.messages, channel?.id ?? 'home');
  const drawers = useDrawers(channel !== undefined && route.thread !== undefined);
  const problem = deeds.problem ?? workspace.problem;
  const open = (place: string): void => {
    drawers.setMenuOpen(false);
    go(place);
  };
  const classes = [
    'tw-shell',
    drawers.isPanelShown && 'tw-with-panel',
    channel && route.thread !== undefined && 'tw-with-thread',
    drawers.isMenuOpen && 'tw-with-menu',
  ];
  const views = { views: workspace.views, surface, user, press: deeds.press };

  return (
    <div className={classes.filter(Boolean).join(' ')}>
      <Sidebar
        info={info}
        place={channel?.id ?? 'home'}
        user={props.user}
        isLive={workspace.isLive}
        unread={unread}
        open={open}
        actAs={props.actAs}
      />
      {drawers.isMenuOpen && (
        <div className="tw-shade" aria-hidden="true" onClick={() => drawers.setMenuOpen(false)} />
      )}
      <Centre shell={props} channel={channel} surface={surface} deeds={deeds} drawers={drawers} />
      {drawers.isPanelShown && (
        <Panel info={info} calls={workspace.calls} close={() => drawers.setPanelOpen(false)} />
      )}
      <OpenModal {...views} />
      {problem !== undefined && <Toast words={problem} forget={deeds.forget} />}
    </div>
  );
};
