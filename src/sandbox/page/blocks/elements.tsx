import { type ReactNode, useState } from 'react';
import { isRecord, type Json, recordAt, stringAt } from '../json.ts';
import { fromPlain } from '../mrkdwn.ts';
import { useForm, useSurface } from '../surface.ts';
import { Control } from './controls.tsx';
import { initialValue, optionsOf } from './options.ts';
import { RichText } from './rich-text.tsx';

/** Asks first where the element wants that. */
const isConfirmed = (element: Json): boolean => {
  const confirm = element['confirm'];
  if (!isRecord(confirm)) return true;
  const words = [recordAt(confirm, 'title'), recordAt(confirm, 'text')];
  return window.confirm(words.map((text) => stringAt(text, 'text')).join('\n\n'));
};

const Button = ({ element }: { element: Json }): ReactNode => {
  const { act } = useSurface();
  const url = stringAt(element, 'url');
  const label = <RichText block={fromPlain(stringAt(recordAt(element, 'text'), 'text'))} />;
  const actionId = stringAt(element, 'action_id');
  const press = (): void => {
    if (isConfirmed(element)) act(actionId, stringAt(element, 'value') || undefined);
  };
  const props = {
    className: `tw-button tw-button-${stringAt(element, 'style') || 'plain'}`,
    'data-action': actionId,
    onClick: press,
    ...(stringAt(element, 'accessibility_label') === ''
      ? {}
      : { 'aria-label': stringAt(element, 'accessibility_label') }),
  };
  return /^https?:\/\//.test(url) ? (
    <a {...props} href={url} target="_blank" rel="noreferrer noopener">
      {label}
    </a>
  ) : (
    <button type="button" {...props}>
      {label}
    </button>
  );
};

const Overflow = ({ element }: { element: Json }): ReactNode => {
  const surface = useSurface();
  const [isOpen, setOpen] = useState(false);
  const actionId = stringAt(element, 'action_id');
  return (
    <span className="tw-overflow">
      <button
        type="button"
        className="tw-button tw-button-plain"
        aria-label="More actions"
        aria-expanded={isOpen}
        data-action={actionId}
        onClick={() => setOpen(!isOpen)}
      >
        ⋯
      </button>
      {isOpen && (
        <span className="tw-menu" role="menu">
          {optionsOf(element, surface).map((option) => (
            <button
              key={option.value}
              type="button"
              role="menuitem"
              onClick={() => {
                setOpen(false);
                if (isConfirmed(element)) surface.act(actionId, option.value);
              }}
            >
              {option.label}
            </button>
          ))}
        </span>
      )}
    </span>
  );
};

/** A menu or picker outside a form: what is chosen is told at once. */
const LiveControl = ({ element }: { element: Json }): ReactNode => {
  const { act } = useSurface();
  const form = useForm();
  const [value, setValue] = useState(() => initialValue(element));
  const actionId = stringAt(element, 'action_id');
  return (
    <Control
      element={element}
      value={value}
      label={stringAt(recordAt(element, 'placeholder'), 'text')}
      change={(chosen) => {
        if (!isConfirmed(element)) return;
        setValue(chosen);
        form?.set(actionId, chosen);
        act(actionId, chosen, form?.values);
      }}
    />
  );
};

/** Any element of an actions block or beside a section. */
export const Element = ({ element }: { element: Json }): ReactNode => {
  switch (element['type']) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return <Button element={element} />;
    case 'overflow':
      return <Overflow element={element} />;
    case 'image':
      // Pictures come from elsewhere, and the sandbox reaches nothing outside this machine.
      return <span className="tw-picture">{stringAt(element, 'alt_text')}</span>;
    default:
      return <LiveControl element={element} />;
  }
};
