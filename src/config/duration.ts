const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const pattern = /^(\d{1,6})\s*(s|m|h|d)$/;

const isUnit = (text: string | undefined): text is keyof typeof unitMs =>
  text !== undefined && Object.hasOwn(unitMs, text);

/** `90s`, `30m`, `2h` or `1d` in milliseconds; undefined if it is none of these. */
export const parseDuration = (text: string): number | undefined => {
  const [, amount, unit] = pattern.exec(text.trim()) ?? [];
  return amount === undefined || !isUnit(unit) ? undefined : Number(amount) * unitMs[unit];
};
