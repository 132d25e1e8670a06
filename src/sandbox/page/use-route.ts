import { useCallback, useEffect, useState } from 'react';

/** What is open: a channel or the App Home, and a thread beside it. Kept in the address. */
export interface Route {
  /** A channel's id, `home`, or '' at first. */
  readonly place: string;
  readonly thread: string | undefined;
}

const read = (): Route => {
  const [place = '', thread] = window.location.hash.replace(/^#\/?/, '').split('/');
  return { place: decodeURIComponent(place), thread: thread === '' ? undefined : thread };
};

export const useRoute = (): readonly [Route, (place: string, thread?: string) => void] => {
  const [route, setRoute] = useState(read);

  useEffect(() => {
    const follow = (): void => setRoute(read());
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);

  const go = useCallback((place: string, thread?: string): void => {
    window.location.hash = thread === undefined ? `/${place}` : `/${place}/${thread}`;
  }, []);

  return [route, go];
};
