import type { FormErrors, FormValues } from '../core/form.ts';
import { cutShort } from './render/cut.ts';
import { type Fields, isFields, listOf } from './session.ts';

/** Slack shows it in one line under the field. */
const maxError = 200;

const optionValue = (option: unknown): string | undefined =>
  isFields(option) && typeof option['value'] === 'string' ? option['value'] : undefined;

/** What a button, a menu or a field holds; undefined where nothing was filled in. */
export const valueOf = (element: Fields): string | readonly string[] | undefined => {
  const { value, selected_option: one, selected_options: many } = element;
  if (Array.isArray(many)) {
    const values = many.map(optionValue).filter((each) => each !== undefined);
    return values.length === 0 ? undefined : values;
  }
  if (one !== undefined) return optionValue(one);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
};

/**
 * What was filled in, by field id, which is the block's and the element's.
 * https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
 */
export const formValues = (view: Fields): FormValues => {
  const { state } = view;
  const blocks = isFields(state) && isFields(state['values']) ? state['values'] : {};
  return Object.fromEntries(
    Object.entries(blocks).flatMap(([id, elements]) => {
      const element = isFields(elements) ? elements[id] : undefined;
      const value = isFields(element) ? valueOf(element) : undefined;
      return value === undefined ? [] : [[id, value] as const];
    }),
  );
};

/** Errors as Slack takes them: only of fields that stand in the form, the first for any other. */
export const shownErrors = (view: Fields, errors: FormErrors): Record<string, string> => {
  const inputs = listOf(view['blocks'])
    .filter(({ type }) => type === 'input')
    .map(({ block_id: id }) => String(id));
  const [first] = inputs;
  const shown: Record<string, string> = {};
  for (const [id, error] of Object.entries(errors)) {
    const place = inputs.includes(id) ? id : first;
    if (place !== undefined) shown[place] ??= cutShort(error, maxError);
  }
  return shown;
};
