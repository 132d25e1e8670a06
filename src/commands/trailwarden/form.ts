import type { ReadingContext } from '../../core/command.ts';
import type { Field, Form, FormValues } from '../../core/form.ts';

const topics = [
  { value: 'help', label: 'Help' },
  { value: 'status', label: 'Status of the bot' },
  { value: 'open', label: 'Open incidents' },
  { value: 'mutes', label: 'What is muted' },
  { value: 'coverage', label: 'What is watched' },
  { value: 'export incidents', label: 'Export of incidents' },
  { value: 'export audit', label: 'Export of the audit log' },
  { value: 'audit', label: 'Audit log' },
];

const textField = (id: string, label: string, placeholder: string, value: string): Field => ({
  kind: 'text',
  id,
  label,
  placeholder,
  isOptional: true,
  ...(value !== '' && { value }),
});

/** `export incidents since Monday in prod`, taken apart. */
const filledFrom = (text: string) => {
  const typed = text.trim();
  const topic = topics.find(({ value }) => typed.toLowerCase().startsWith(value))?.value;
  const rest = typed.slice(topic?.length ?? typed.length).trim();
  const [, time = '', where = ''] = /^(.*?)\s*(?:\bin\s+(\S.*))?$/i.exec(rest) ?? [];
  return { topic: topic ?? 'help', time, where };
};

export const trailwardenForm = (text: string, _context: ReadingContext): Form => {
  const { topic, time, where } = filledFrom(text);
  return {
    title: 'Trailwarden',
    submit: 'Show',
    fields: [
      { kind: 'choice', id: 'topic', label: 'What about?', options: topics, value: topic },
      textField('where', 'In which accounts', 'prod, or all', where),
      {
        ...textField('time', 'Since when', 'Monday, 7d, 2026-11-01', time),
        hint: 'For an export.',
      },
    ],
  };
};

const isTime = /^(?:since|until|on|between|yesterday$|today$|in the |the last |last |past )/i;

/** The words that the form stands for; what a topic does not take is left out. */
export const trailwardenFromForm = (values: FormValues): string => {
  const value = (id: string): string => {
    const found = values[id];
    return typeof found === 'string' ? found.trim() : '';
  };
  const topic = value('topic') || 'help';
  const time = value('time');
  const isExport = topic.startsWith('export');
  const takesPlace = isExport || ['open', 'mutes', 'coverage'].includes(topic);
  return [
    topic,
    isExport && time !== '' ? (isTime.test(time) ? time : `since ${time}`) : '',
    takesPlace && value('where') !== '' ? `in ${value('where')}` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
};
