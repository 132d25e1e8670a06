import { type ReactNode, useEffect, useState } from 'react';
import { Logo } from './logo.tsx';
import { Shell } from './shell.tsx';
import { useRoute } from './use-route.ts';
import { useWorkspace } from './use-workspace.ts';

/** Dates read "today" and "3 minutes ago": they are drawn anew every minute. */
const useMinute = (): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
};

export const App = (): ReactNode => {
  const [user, setUser] = useState<string>();
  const workspace = useWorkspace(user);
  const [route, go] = useRoute();
  const now = useMinute();
  const { info } = workspace;

  if (!info) {
    return (
      <main className="tw-loading">
        <Logo size={56} />
        <p role="status">{workspace.problem ?? 'Opening the workspace …'}</p>
      </main>
    );
  }
  return (
    <Shell
      info={info}
      workspace={workspace}
      user={info.users.find((one) => one.id === user) ?? info.users.find((one) => !one.isBot)}
      actAs={setUser}
      route={route}
      go={go}
      now={now}
    />
  );
};
