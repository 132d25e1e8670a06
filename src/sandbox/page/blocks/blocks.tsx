import { Component, type ReactNode } from 'react';
import { isRecord, type Json, recordAt, recordsAt, stringAt } from '../json.ts';
import { DataTable } from './data-table.tsx';
import { Element } from './elements.tsx';
import { InputBlock } from './input-block.tsx';
import { LibraryBlock } from './library-block.tsx';
import { RichText } from './rich-text.tsx';
import { TextObject } from './text.tsx';

const Section = ({ block }: { block: Json }): ReactNode => {
  const accessory = block['accessory'];
  const fields = recordsAt(block, 'fields');
  return (
    <div className="tw-section">
      <div className="tw-section-text">
        {isRecord(block['text']) && <TextObject text={block['text']} />}
        {fields.length > 0 && (
          <div className="tw-fields">
            {fields.map((field, index) => (
              <div key={index}>
                <TextObject text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {isRecord(accessory) && <Element element={accessory} />}
    </div>
  );
};

const Context = ({ block }: { block: Json }): ReactNode => (
  <div className="tw-context">
    {recordsAt(block, 'elements').map((element, index) => (
      <span key={index}>
        {element['type'] === 'image' ? (
          <Element element={element} />
        ) : (
          <TextObject text={element} />
        )}
      </span>
    ))}
  </div>
);

const Actions = ({ block }: { block: Json }): ReactNode => (
  <div className="tw-actions">
    {recordsAt(block, 'elements').map((element, index) => (
      <Element key={`${index}/${stringAt(element, 'action_id')}`} element={element} />
    ))}
  </div>
);

const Block = ({ block }: { block: Json }): ReactNode => {
  switch (block['type']) {
    case 'rich_text':
      return <RichText block={block} />;
    case 'section':
      return <Section block={block} />;
    case 'header':
      return (
        <h3 className="tw-header">
          <TextObject text={recordAt(block, 'text')} />
        </h3>
      );
    case 'context':
      return <Context block={block} />;
    case 'actions':
    case 'context_actions':
      return <Actions block={block} />;
    case 'input':
      return <InputBlock block={block} />;
    case 'divider':
      return <hr className="tw-divider" />;
    case 'data_table':
      return <DataTable block={block} />;
    case 'image':
      return <p className="tw-picture">{stringAt(block, 'alt_text')}</p>;
    default:
      return <LibraryBlock block={block} />;
  }
};

/** Keeps a block that cannot be drawn from taking the whole page with it. */
class Fence extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? (
      <p className="tw-unknown">A block that this page cannot draw.</p>
    ) : (
      this.props.children
    );
  }
}

/** The blocks of a message or a view, in order. */
export const Blocks = ({ blocks }: { blocks: readonly Json[] }): ReactNode => (
  <div className="tw-blocks">
    {blocks.map((block, index) => (
      <Fence key={`${index}/${stringAt(block, 'block_id')}`}>
        <div className="tw-block">
          <Block block={block} />
        </div>
      </Fence>
    ))}
  </div>
);
