/** A check of Trusted Advisor. */
export interface AdvisorCheck {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly description: string;
  /** Names of what a flagged resource's metadata holds, by position. */
  readonly columns: readonly string[];
  /** AWS refreshes it by itself and takes no wish for it. */
  readonly isAutomatic: boolean;
}

interface Words {
  readonly about: string;
  readonly yellow?: string;
  readonly red?: string;
}

const html = ({ about, yellow, red }: Words): string =>
  [
    `${about}<br>`,
    '<h4 class="headerBodyStyle">Alert Criteria</h4>',
    yellow === undefined ? '' : `Yellow: ${yellow}<br>`,
    red === undefined ? '' : `Red: ${red}<br>`,
    '<h4 class="headerBodyStyle">Recommended Action</h4>',
    'Look at what is listed and decide whether it is meant to be so. ',
    '<a href="https://docs.aws.amazon.com/awssupport/latest/user/trusted-advisor-check-reference.html" target="_blank">Check reference</a>',
  ].join('');

export const check =
  (category: string) =>
  (id: string, name: string, columns: string, words: Words, isAutomatic = false): AdvisorCheck => ({
    id,
    name,
    category,
    description: html(words),
    columns: columns === '' ? [] : columns.split('|'),
    isAutomatic,
  });

/** AWS refreshes a check by itself. */
export const automatic = true;
