import { day } from './clock.ts';
import { startOfDay, zoneOf } from './zone.ts';

const beginsAt = { hour: 8, minute: 0, second: 0 } as const;

/** On the wall's own calendar, 0 is Sunday. */
const isWorkingDay = ({ year, month, day: date }: ReturnType<ReturnType<typeof zoneOf>['wall']>) =>
  [1, 2, 3, 4, 5].includes(new Date(Date.UTC(year, month - 1, date)).getUTCDay());

/**
 * 08:00 of the next working day, Monday to Friday, on somebody's clock; today's where it is earlier
 * than that.
 *
 * @param zone IANA name; UTC where nobody knows it
 * @returns epoch ms, later than `now`
 */
export const nextWorkingMorning = (now: number, zone: string): number => {
  const clock = zoneOf(zone);
  for (let days = 0; days < 7; days += 1) {
    const wall = clock.wall(startOfDay(clock, now, days));
    const at = clock.at({ ...wall, ...beginsAt });
    if (at > now && isWorkingDay(wall)) return at;
  }
  // Five of any seven days are working days, so this is never reached.
  return now + day;
};
