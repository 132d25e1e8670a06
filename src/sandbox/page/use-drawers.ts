import { useState, useSyncExternalStore } from 'react';

/** What can be slid in beside the conversation. */
export interface Drawers {
  /** The panel is wanted, and there is room for it. */
  readonly isPanelShown: boolean;
  readonly setPanelOpen: (isOpen: boolean) => void;
  readonly isMenuOpen: boolean;
  readonly setMenuOpen: (isOpen: boolean) => void;
  /** Thread and panel fit beside each other; else the thread stands in the panel's place. */
  readonly isWide: boolean;
}

// The same width as in styles/layout.css.
const wideQuery = '(min-width: 1560px)';

const watchWidth = (changed: () => void): (() => void) => {
  const query = window.matchMedia(wideQuery);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
};

export const useDrawers = (hasThread: boolean): Drawers => {
  const isWide = useSyncExternalStore(watchWidth, () => window.matchMedia(wideQuery).matches);
  // The panel covers a small screen: there it waits to be asked for.
  const [isPanelOpen, setPanelOpen] = useState(() => window.innerWidth >= 1100);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const isPanelShown = isPanelOpen && (isWide || !hasThread);
  return { isPanelShown, setPanelOpen, isMenuOpen, setMenuOpen, isWide };
};
