import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { closeView, openHome, submit } from './api.ts';
import { Blocks } from './blocks/blocks.tsx';
import { Logo } from './logo.tsx';
import { Modal } from './modal.tsx';
import type { View } from './model.ts';
import { type Surface, SurfaceContext } from './surface.ts';
import type { Deeds } from './use-deeds.ts';

interface ViewsProps {
  readonly views: readonly View[];
  readonly surface: Surface;
  readonly user: string;
  readonly press: Deeds['press'];
}

const surfaceOf = (view: View, surface: Surface, press: Deeds['press']): Surface => ({
  ...surface,
  act: (actionId, value, others) => press({ view_id: view.id }, actionId, value, others),
});

/** The topmost form that the member has not closed. */
export const OpenModal = ({ views, surface, user, press }: ViewsProps): ReactNode => {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const view = views.findLast(({ type, id }) => type === 'modal' && !closed.has(id));
  if (!view) return null;
  return (
    <Modal
      key={view.id}
      view={view}
      surface={surfaceOf(view, surface, press)}
      close={() => {
        // Gone at once, whatever becomes of telling the bot.
        setClosed((before) => new Set(before).add(view.id));
        void closeView(view.id, user).catch(() => undefined);
      }}
      submit={(values) => submit(view.id, values, user)}
    />
  );
};

/** The app's own page, as the bot published it for this member. */
export const Home = ({ views, surface, user, press }: ViewsProps): ReactNode => {
  const view = views.find(({ type }) => type === 'home');
  const own = useMemo(
    () => (view ? surfaceOf(view, surface, press) : surface),
    [view, surface, press],
  );
  useEffect(() => {
    void openHome(user).catch(() => undefined);
  }, [user]);

  return (
    <div className="tw-home">
      {view ? (
        <SurfaceContext value={own}>
          <Blocks blocks={view.blocks} />
        </SurfaceContext>
      ) : (
        <div className="tw-start">
          <Logo size={64} />
          <h2>Trailwarden</h2>
          <p>
            Watches the security of the sample AWS organisation and says in the channels what it
            sees. It has not published a home page yet.
          </p>
        </div>
      )}
    </div>
  );
};
