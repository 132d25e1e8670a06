import { type ReactNode, useId } from 'react';
import { type Json, recordAt, stringAt } from '../json.ts';
import { useForm, useSurface } from '../surface.ts';
import { Control } from './controls.tsx';
import { initialValue } from './options.ts';

/** One labelled input of a form, with its hint and what is wrong with it. */
export const InputBlock = ({ block }: { block: Json }): ReactNode => {
  const form = useForm();
  const { act } = useSurface();
  const hintId = useId();
  const element = recordAt(block, 'element');
  const actionId = stringAt(element, 'action_id');
  const label = stringAt(recordAt(block, 'label'), 'text');
  const hint = stringAt(recordAt(block, 'hint'), 'text');
  const error = form?.errors.get(stringAt(block, 'block_id'));
  return (
    <div className="tw-field" aria-describedby={hintId}>
      <span className="tw-label">
        {label}
        {block['optional'] === true && <small> (optional)</small>}
      </span>
      <Control
        element={element}
        label={label}
        value={form?.values.get(actionId) ?? initialValue(element)}
        change={(value) => {
          form?.set(actionId, value);
          if (block['dispatch_action'] === true) act(actionId, value, form?.values);
        }}
      />
      <span id={hintId}>
        {hint !== '' && <span className="tw-hint">{hint}</span>}
        {error !== undefined && (
          <span className="tw-error" role="alert">
            {error}
          </span>
        )}
      </span>
    </div>
  );
};
