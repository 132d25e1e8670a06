import type { Button, CardPart } from '../core/card.ts';
import type { Answer } from '../core/command.ts';

/** The `action_id`s of an answer's buttons; their values begin with the id of what was kept. */
export const answerActions = {
  edit: 'answer-edit',
  share: 'answer-share',
  details: 'answer-details',
  older: 'answer-older',
  csv: 'answer-csv',
  again: 'answer-again',
  pick: 'answer-pick',
  request: 'access-request',
} as const;

const mostDetails = 100;

const detailsButtons = (id: string, { details = [] }: Answer): readonly Button[] => {
  const shown = details.slice(0, mostDetails);
  const [only] = shown;
  if (only === undefined) return [];
  if (shown.length === 1)
    return [
      {
        kind: 'action',
        action: answerActions.details,
        label: 'Details',
        value: `${id} ${only.id}`,
      },
    ];
  return [
    {
      kind: 'select',
      action: answerActions.details,
      label: 'Details of …',
      options: shown.map((detail) => ({ label: detail.label, value: `${id} ${detail.id}` })),
    },
  ];
};

const again = (id: string, { next = [] }: Answer): readonly Button[] =>
  next.slice(0, 3).map(({ label }, index) => ({
    kind: 'action',
    action: `${answerActions.again}-${index}`,
    label,
    value: `${id} ${index}`,
  }));

/** What can be done with an answer that was kept under `id`. */
export const answerButtons = (
  id: string,
  answer: Answer,
  { canEdit, canShare }: { readonly canEdit: boolean; readonly canShare: boolean },
): readonly CardPart[] => {
  const action = (name: keyof typeof answerActions, label: string): Button => ({
    kind: 'action',
    action: answerActions[name],
    label,
    value: id,
  });
  const buttons = [
    ...(canEdit ? [action('edit', 'Edit')] : []),
    ...(canShare ? [action('share', 'Share')] : []),
    ...(answer.older === undefined ? [] : [action('older', 'Older')]),
    ...(answer.csv === undefined ? [] : [action('csv', 'CSV')]),
    ...detailsButtons(id, answer),
    ...again(id, answer),
  ];
  return buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }];
};
