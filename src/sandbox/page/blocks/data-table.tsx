import { type ReactNode, useState } from 'react';
import { leadingEmoji } from '../emoji.ts';
import { isRecord, type Json, numberAt, stringAt } from '../json.ts';
import { EmojiSign } from './emoji-sign.tsx';
import { RichText } from './rich-text.tsx';
import { type Order, type Row, sortRows } from './table-rows.ts';

/** Slack draws the emoji in a cell's words itself, whatever fonts the reader has. */
const Words = ({ text }: { text: string }): ReactNode => {
  const sign = leadingEmoji(text);
  return sign === undefined ? (
    text
  ) : (
    <>
      <EmojiSign name={sign.name} />
      {sign.rest}
    </>
  );
};

const Cell = ({ cell }: { cell: Json }): ReactNode =>
  cell['type'] === 'rich_text' ? (
    <RichText block={cell} />
  ) : (
    <Words text={stringAt(cell, 'text')} />
  );

const HeaderCell = ({
  title,
  order,
  onClick,
}: {
  title: string;
  order: Order['direction'] | undefined;
  onClick: () => void;
}): ReactNode => (
  <th scope="col" aria-sort={order ?? 'none'}>
    <button type="button" onClick={onClick}>
      {title}
      <span aria-hidden="true" className="tw-sort">
        {order === undefined ? '↕' : order === 'ascending' ? '↑' : '↓'}
      </span>
    </button>
  </th>
);

const Pages = ({
  page,
  pages,
  rows,
  turn,
}: {
  page: number;
  pages: number;
  rows: number;
  turn: (page: number) => void;
}): ReactNode => (
  <div className="tw-pages">
    <span>
      {rows} rows, page {page + 1} of {pages}
    </span>
    <button type="button" disabled={page === 0} onClick={() => turn(page - 1)}>
      Previous
    </button>
    <button type="button" disabled={page + 1 >= pages} onClick={() => turn(page + 1)}>
      Next
    </button>
  </div>
);

const rowsOf = (block: Json): readonly Row[] => {
  const rows = block['rows'];
  return Array.isArray(rows)
    ? rows.filter((row): row is unknown[] => Array.isArray(row)).map((row) => row.filter(isRecord))
    : [];
};

/**
 * Slack's sortable, paged table, which slack-blocks-to-jsx does not draw.
 *
 * @see https://docs.slack.dev/reference/block-kit/blocks/data-table-block/
 */
export const DataTable = ({ block }: { block: Json }): ReactNode => {
  const [order, setOrder] = useState<Order>();
  const [wantedPage, setPage] = useState(0);
  const [head = [], ...body] = rowsOf(block);
  const size = numberAt(block, 'page_size') ?? 5;
  const pages = Math.max(1, Math.ceil(body.length / size));
  const page = Math.min(wantedPage, pages - 1);
  const shown = sortRows(body, order).slice(page * size, (page + 1) * size);
  const rowHeader = numberAt(block, 'row_header_column_index') ?? 0;

  const sortBy = (column: number): void => {
    const isSame = order?.column === column && order.direction === 'ascending';
    setOrder({ column, direction: isSame ? 'descending' : 'ascending' });
  };

  return (
    <figure className="tw-table">
      <figcaption>{stringAt(block, 'caption')}</figcaption>
      <div className="tw-table-scroll">
        <table>
          <thead>
            <tr>
              {head.map((cell, column) => (
                <HeaderCell
                  key={column}
                  title={stringAt(cell, 'text')}
                  order={order?.column === column ? order.direction : undefined}
                  onClick={() => sortBy(column)}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => {
                  const Tag = column === rowHeader ? 'th' : 'td';
                  const isNumber = cell['type'] === 'raw_number';
                  return (
                    <Tag key={column} {...(isNumber ? { className: 'tw-number' } : {})}>
                      <Cell cell={cell} />
                    </Tag>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && <Pages page={page} pages={pages} rows={body.length} turn={setPage} />}
    </figure>
  );
};
