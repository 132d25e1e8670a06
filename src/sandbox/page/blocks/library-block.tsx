import type { MouseEvent, ReactNode } from 'react';
import { type Block, Message } from 'slack-blocks-to-jsx';
import { isRecord, type Json, stringAt } from '../json.ts';
import { useSurface } from '../surface.ts';
import { EmojiSign } from './emoji-sign.tsx';

const libraryTypes = [
  'alert',
  'card',
  'carousel',
  'container',
  'data_visualization',
  'file',
  'markdown',
  'plan',
  'table',
  'task_card',
];

/** The library looks at nothing but the type either; a shape it does not expect ends in the fence. */
const isLibraryBlock = (block: Json): block is Json & Block =>
  libraryTypes.includes(stringAt(block, 'type'));

/** The value of the button with this id, wherever it stands in the block. */
const valueOf = (node: unknown, actionId: string): string | undefined => {
  if (Array.isArray(node)) {
    for (const child of node) {
      const value = valueOf(child, actionId);
      if (value !== undefined) return value;
    }
    return undefined;
  }
  if (!isRecord(node)) return undefined;
  if (node['action_id'] === actionId) return stringAt(node, 'value');
  return valueOf(Object.values(node), actionId);
};

/**
 * The blocks that slack-blocks-to-jsx draws. It takes no callbacks but gives an element its
 * `action_id` as DOM id, so clicks are caught here on their way up.
 */
export const LibraryBlock = ({ block }: { block: Json }): ReactNode => {
  const { act, userNames, channelNames, groupNames } = useSurface();
  if (!isLibraryBlock(block)) {
    return <p className="tw-unknown">A block of type “{stringAt(block, 'type')}”.</p>;
  }
  const named = (names: ReadonlyMap<string, string>): { id: string; name: string }[] =>
    [...names].map(([id, name]) => ({ id, name }));
  const click = (event: MouseEvent<HTMLElement>): void => {
    if (!(event.target instanceof Element)) return;
    const id = event.target.closest('button[id]')?.id;
    const value = id === undefined ? undefined : valueOf(block, id);
    if (id !== undefined && value !== undefined) act(id, value === '' ? undefined : value);
  };
  return (
    <div className="slack-blocks" data-theme="light" onClick={click}>
      <Message
        withoutWrapper
        theme="light"
        name=""
        logo=""
        blocks={[block]}
        data={{
          users: named(userNames),
          channels: named(channelNames),
          user_groups: named(groupNames),
        }}
        hooks={{ emoji: ({ name }) => <EmojiSign name={name} /> }}
      />
    </div>
  );
};
