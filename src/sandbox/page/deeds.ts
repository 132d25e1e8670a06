import type { Happening } from './model.ts';

/** One row of the panel: something that happens and, for an alarm, what ends it. */
interface Deed extends Happening {
  readonly undo?: Happening;
}

export interface DeedGroup {
  readonly title: string;
  readonly isOpen: boolean;
  readonly deeds: readonly Deed[];
}

/** What somebody who is new here tries first. */
const first = [
  'security-group-deleted',
  'iam-policy-changed',
  'cpu-high',
  'terraform-apply',
  'storm',
  'resolve-all',
  'slack-429',
  'faults-end',
];

const aboutServices = /^(slack|token|aws|faults|socket|channel|bot)-/;
const endsAlarm = /-recovers?$/;

/** An alarm's recovery follows what trips it. */
const pair = (happenings: readonly Happening[]): readonly Deed[] =>
  happenings.flatMap((happening, index): readonly Deed[] => {
    if (endsAlarm.test(happening.what)) return [];
    const next = happenings[index + 1];
    return [next && endsAlarm.test(next.what) ? { ...happening, undo: next } : happening];
  });

/** Sorts what can happen into the groups of the panel; nothing is left out. */
export const groupDeeds = (happenings: readonly Happening[]): readonly DeedGroup[] => {
  const deeds = pair(happenings);
  const early = first.flatMap((what) => deeds.filter((deed) => deed.what === what));
  const others = deeds.filter(({ what }) => !first.includes(what));
  const services = others.filter(({ what }) => aboutServices.test(what));
  const alarms = others.filter(({ what, undo }) => undo !== undefined || what === 'no-data');
  const messages = others.filter((deed) => !services.includes(deed) && !alarms.includes(deed));
  const groups = [
    { title: 'Start here', isOpen: true, deeds: early },
    { title: 'More alarms', isOpen: false, deeds: alarms },
    { title: 'Findings and other messages', isOpen: false, deeds: messages },
    { title: 'Slack, AWS and the channels', isOpen: false, deeds: services },
  ];
  return groups.filter((group) => group.deeds.length > 0);
};
