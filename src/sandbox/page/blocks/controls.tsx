import type { ReactNode } from 'react';
import { type Json, recordAt, stringAt } from '../json.ts';
import { type Chosen, useSurface } from '../surface.ts';
import { type Option, optionsOf } from './options.ts';

export interface ControlProps {
  readonly element: Json;
  readonly value: Chosen;
  readonly change: (value: Chosen) => void;
  /** For screen readers, where no label stands beside it. */
  readonly label: string;
}

const single = (value: Chosen): string => (typeof value === 'string' ? value : (value[0] ?? ''));
const several = (value: Chosen): readonly string[] => (typeof value === 'string' ? [] : value);

const Menu = ({ element, value, change, label }: ControlProps): ReactNode => {
  const surface = useSurface();
  const placeholder = stringAt(recordAt(element, 'placeholder'), 'text') || 'Choose an option';
  return (
    <select
      className="tw-select"
      aria-label={label || placeholder}
      value={single(value)}
      onChange={(event) => change(event.target.value)}
    >
      <option value="" disabled>
        {placeholder}
      </option>
      {optionsOf(element, surface).map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
};

const Choice = ({
  option,
  kind,
  name,
  checked,
  change,
}: {
  option: Option;
  kind: 'radio' | 'checkbox';
  name: string;
  checked: boolean;
  change: (checked: boolean) => void;
}): ReactNode => (
  <label className="tw-choice">
    <input
      type={kind}
      name={name}
      checked={checked}
      onChange={(event) => change(event.target.checked)}
    />
    <span>
      {option.label}
      {option.description !== '' && <small>{option.description}</small>}
    </span>
  </label>
);

const Choices = ({ element, value, change, label }: ControlProps): ReactNode => {
  const isRadio = element['type'] === 'radio_buttons';
  const name = stringAt(element, 'action_id');
  const chosen = isRadio ? [single(value)] : several(value);
  return (
    <div className="tw-choices" role="group" aria-label={label}>
      {optionsOf(element, useSurface()).map((option) => (
        <Choice
          key={option.value}
          option={option}
          kind={isRadio ? 'radio' : 'checkbox'}
          name={name}
          checked={chosen.includes(option.value)}
          change={(checked) => {
            const others = chosen.filter((one) => one !== option.value);
            if (isRadio) change(option.value);
            else change(checked ? [...others, option.value] : others);
          }}
        />
      ))}
    </div>
  );
};

const inputTypes: Readonly<Record<string, string>> = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
  external_select: 'text',
};

const Field = ({ element, value, change, label }: ControlProps): ReactNode => {
  const props = {
    className: 'tw-input',
    'aria-label': label,
    placeholder: stringAt(recordAt(element, 'placeholder'), 'text'),
    value: single(value),
  };
  return element['multiline'] === true ? (
    <textarea rows={4} {...props} onChange={(event) => change(event.target.value)} />
  ) : (
    <input
      type={inputTypes[stringAt(element, 'type')] ?? 'text'}
      {...props}
      onChange={(event) => change(event.target.value)}
    />
  );
};

const isMenu = (type: string): boolean =>
  type.endsWith('_select') && !type.startsWith('multi_') && type !== 'external_select';

/** Any element that holds a value. Buttons and overflow menus are not among them. */
export const Control = (props: ControlProps): ReactNode => {
  const type = stringAt(props.element, 'type');
  if (isMenu(type)) return <Menu {...props} />;
  const isChoice = type === 'radio_buttons' || type === 'checkboxes' || type.startsWith('multi_');
  return isChoice ? <Choices {...props} /> : <Field {...props} />;
};
