import { Text } from '@shopify/polaris';
import type { ReactNode } from 'react';

interface PlainTableProps {
  /** The id of the heading that names the table. */
  labelledBy: string;
  head: string[];
  rows: { key: string; cells: ReactNode[] }[];
  /** Columns, by number, whose cells are figures. */
  numeric?: number[];
}

/** A small table to be read, not worked with: its cells wrap, so that it fits a phone. */
export function PlainTable({ labelledBy, head, rows, numeric = [] }: PlainTableProps) {
  const align = (column: number) => (numeric.includes(column) ? 'right' : 'left');
  const cell = {
    padding: 'var(--p-space-200) var(--p-space-200) var(--p-space-200) 0',
    borderBlockStart: '1px solid var(--p-color-border-secondary)',
    verticalAlign: 'top',
  } as const;
  return (
    <table aria-labelledby={labelledBy} style={{ width: '100%', borderCollapse: 'collapse' }}>
      <thead>
        <tr>
          {head.map((name, column) => (
            <th
              key={name}
              scope="col"
              style={{ ...cell, borderBlockStart: 'none', textAlign: align(column) }}
            >
              <Text as="span" tone="subdued" variant="bodySm" fontWeight="semibold">
                {name}
              </Text>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((content, column) => (
              <td key={head[column]} style={{ ...cell, textAlign: align(column) }}>
                {typeof content === 'string' ? (
                  <Text as="span" breakWord numeric={numeric.includes(column)}>
                    {content}
                  </Text>
                ) : (
                  content
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
