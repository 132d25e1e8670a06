import { Fragment, type ReactNode } from 'react';
import { formatDate } from '../dates.ts';
import { type Json, numberAt, recordAt, recordsAt, stringAt } from '../json.ts';
import { useSurface } from '../surface.ts';
import { EmojiSign } from './emoji-sign.tsx';

const safeUrl = (url: string): string | undefined =>
  /^(https?:\/\/|mailto:)/i.test(url) ? url : undefined;

/** The conversation of a message in Slack, whose place here is this page. */
const conversationOf = (url: string): string | undefined =>
  /^https:\/\/slack\.com\/archives\/([CGD][A-Z0-9]+)\/p\d+$/.exec(url)?.[1];

/** A link that opens in another tab and tells it nothing; plain words if its scheme is a strange one. */
const Link = ({ url, children }: { url: string; children: ReactNode }): ReactNode => {
  const { openChannel } = useSurface();
  const href = safeUrl(url);
  const channel = conversationOf(url);
  if (channel !== undefined)
    return (
      <button type="button" className="tw-link" onClick={() => openChannel(channel)}>
        {children}
      </button>
    );
  return href === undefined ? (
    children
  ) : (
    <a className="tw-link" href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
};

const Styled = ({ style, children }: { style: Json; children: ReactNode }): ReactNode => {
  let shown = children;
  if (style['code'] === true) shown = <code className="tw-code">{shown}</code>;
  if (style['strike'] === true) shown = <s>{shown}</s>;
  if (style['italic'] === true) shown = <em>{shown}</em>;
  if (style['bold'] === true) shown = <strong>{shown}</strong>;
  return shown;
};

const DateElement = ({ element }: { element: Json }): ReactNode => {
  const { now } = useSurface();
  const timestamp = numberAt(element, 'timestamp') ?? 0;
  const shown = formatDate(timestamp, stringAt(element, 'format'), { now });
  const when = new Date(timestamp * 1000);
  return Number.isNaN(when.getTime()) ? (
    stringAt(element, 'fallback')
  ) : (
    <time dateTime={when.toISOString()} title={when.toUTCString()}>
      <Link url={stringAt(element, 'url')}>{shown}</Link>
    </time>
  );
};

const ChannelMention = ({ id }: { id: string }): ReactNode => {
  const { channelNames, openChannel } = useSurface();
  return (
    <button type="button" className="tw-mention" onClick={() => openChannel(id)}>
      #{channelNames.get(id) ?? id}
    </button>
  );
};

const UserMention = ({ id }: { id: string }): ReactNode => (
  <span className="tw-mention">@{useSurface().userNames.get(id) ?? id}</span>
);

const GroupMention = ({ id }: { id: string }): ReactNode => (
  <span className="tw-mention">@{useSurface().groupNames.get(id) ?? id}</span>
);

const Element = ({ element }: { element: Json }): ReactNode => {
  switch (element['type']) {
    case 'text':
      return stringAt(element, 'text');
    case 'emoji':
      return <EmojiSign name={stringAt(element, 'name')} />;
    case 'link':
      return (
        <Link url={stringAt(element, 'url')}>
          {stringAt(element, 'text') || stringAt(element, 'url')}
        </Link>
      );
    case 'date':
      return <DateElement element={element} />;
    case 'user':
      return <UserMention id={stringAt(element, 'user_id')} />;
    case 'channel':
      return <ChannelMention id={stringAt(element, 'channel_id')} />;
    case 'broadcast':
      return <span className="tw-broadcast">@{stringAt(element, 'range')}</span>;
    case 'usergroup':
      return <GroupMention id={stringAt(element, 'usergroup_id')} />;
    case 'color':
      return <code className="tw-code">{stringAt(element, 'value')}</code>;
    default:
      return null;
  }
};

/** The pieces of one line, in a row. */
const Inline = ({ elements }: { elements: readonly Json[] }): ReactNode =>
  elements.map((element, index) => (
    // The pieces of a line have no identity but their place.
    <Styled key={index} style={recordAt(element, 'style')}>
      <Element element={element} />
    </Styled>
  ));

const List = ({ list }: { list: Json }): ReactNode => {
  const Tag = list['style'] === 'ordered' ? 'ol' : 'ul';
  return (
    <Tag className="tw-list" style={{ marginLeft: `${(numberAt(list, 'indent') ?? 0) * 22}px` }}>
      {recordsAt(list, 'elements').map((item, index) => (
        <li key={index}>
          <Inline elements={recordsAt(item, 'elements')} />
        </li>
      ))}
    </Tag>
  );
};

const Part = ({ part }: { part: Json }): ReactNode => {
  const elements = recordsAt(part, 'elements');
  switch (part['type']) {
    case 'rich_text_section':
      return (
        <div className="tw-line">
          <Inline elements={elements} />
        </div>
      );
    case 'rich_text_list':
      return <List list={part} />;
    case 'rich_text_preformatted':
      return (
        <pre className="tw-pre">
          <Inline elements={elements} />
        </pre>
      );
    case 'rich_text_quote':
      return (
        <blockquote className="tw-quote">
          <Inline elements={elements} />
        </blockquote>
      );
    default:
      return null;
  }
};

/** A rich text block; mrkdwn and plain text are turned into one first. */
export const RichText = ({ block }: { block: Json }): ReactNode =>
  recordsAt(block, 'elements').map((part, index) => (
    <Fragment key={index}>
      <Part part={part} />
    </Fragment>
  ));
