import { type ReactNode, useMemo, useState } from 'react';
import { initialValue } from './blocks/options.ts';
import { isRecord, recordAt, stringAt } from './json.ts';
import type { View } from './model.ts';
import { type Chosen, type Form, FormContext } from './surface.ts';

/** What the form holds before anybody touched it, by action id. */
const initialValues = (view: View): ReadonlyMap<string, Chosen> =>
  new Map(
    view.blocks
      .filter((block) => block['type'] === 'input')
      .map((block) => recordAt(block, 'element'))
      .filter(isRecord)
      .map((element) => [stringAt(element, 'action_id'), initialValue(element)]),
  );

/** The state of a view's inputs: what was typed wins over what the view came with. */
export const useViewForm = (
  view: View,
): { form: Form; setErrors: (errors: ReadonlyMap<string, string>) => void } => {
  const [typed, setTyped] = useState<ReadonlyMap<string, Chosen>>(new Map());
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map());
  const form = useMemo(
    () => ({
      values: new Map([...initialValues(view), ...typed]),
      errors,
      set: (actionId: string, value: Chosen) =>
        setTyped((before) => new Map(before).set(actionId, value)),
    }),
    [view, typed, errors],
  );
  return { form, setErrors };
};

export const ViewForm = ({ form, children }: { form: Form; children: ReactNode }): ReactNode => (
  <FormContext value={form}>{children}</FormContext>
);
