import { detections } from './index.ts';

const namesIn = (pattern: string): readonly string[] =>
  [...pattern.matchAll(/\$\.eventName\s*=\s*"?([A-Za-z]+)/g)].map(([, name = '']) => name);

export const detectionOfPattern = (pattern: string): string | undefined => {
  const names = namesIn(pattern);
  if (names.length === 0) return undefined;
  return detections.find(({ events }) => {
    const own = events.flatMap((each) => each.names ?? []);
    return names.every((name) => own.includes(name));
  })?.id;
};
