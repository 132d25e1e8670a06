import type { EvidenceFilter, EvidenceGap } from '../../core/evidence.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import { logGroupArn } from './gaps.ts';
import { type Look, shownPlace } from './look.ts';
import type { Tally } from './tally.ts';

/** A page holds 1 MB at most, so this is 20 MB. */
const mostPages = 20;

export interface Window {
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
}

const groupOf = ({ logGroup }: EvidenceFilter): Text => [
  'the log group ',
  { code: foreign(logGroup) },
];

const sayCut = (look: Look, filter: EvidenceFilter, pages: number): void =>
  look.gaps.add({
    kind: 'cut',
    text: [
      `Only the newest ${counted(pages, 'page')} of `,
      ...groupOf(filter),
      ' were read: there is more.',
    ],
    cure: undefined,
  });

const sayAsked = (look: Look, filter: EvidenceFilter, pages: number): void =>
  look.asked([
    'FilterLogEvents on ',
    { code: foreign(filter.logGroup) },
    ` in ${shownPlace(filter.account, filter.region)} (${counted(pages, 'page')})`,
  ]);

/** Page by page until there is no more; empty pages are normal. Rejects as the reader does. */
const readPages = async (
  look: Look,
  filter: EvidenceFilter,
  window: Window,
  tally: Tally,
  onPage: () => number,
): Promise<void> => {
  const { deps, reading } = look;
  const where = deps.whereOf(filter.account ?? look.account, filter.region);
  const { logGroup, pattern } = filter;
  const wanted = { logGroup, pattern: pattern.trim() === '' ? undefined : pattern, ...window };
  let token: string | undefined;
  do {
    const page = await deps.logs.filter(where, { ...wanted, token }, reading);
    const pages = onPage();
    tally.addLines(page.events);
    token = page.next;
    if (token === undefined || (pages < mostPages && !tally.isFull())) continue;
    tally.cut();
    sayCut(look, filter, pages);
    return;
  } while (token !== undefined);
};

/**
 * Counts what matches a metric filter in the window, by the time of the log's events.
 *
 * @returns what kept it from being read, if anything did
 */
export const readFilter = async (
  look: Look,
  filter: EvidenceFilter,
  window: Window,
  tally: Tally,
): Promise<EvidenceGap['kind'] | undefined> => {
  let pages = 0;
  const onPage = (): number => {
    pages += 1;
    return pages;
  };
  try {
    await readPages(look, filter, window, tally, onPage);
    return undefined;
  } catch (thrown) {
    if (tally.size() > 0) tally.cut();
    return look.gaps.failed(thrown, {
      what: groupOf(filter),
      action: 'logs:FilterLogEvents',
      resource: logGroupArn(filter.logGroup, filter.account, filter.region),
      account: filter.account,
      region: filter.region,
    });
  } finally {
    sayAsked(look, filter, pages);
  }
};
