import { Text } from '@shopify/polaris';
import type { ReactNode } from 'react';

export interface Fact {
  name: string;
  value: ReactNode;
  /** The other side says otherwise. */
  differs?: boolean;
}

const ROW = {
  display: 'grid',
  gridTemplateColumns: 'minmax(7rem, 2fr) minmax(0, 3fr)',
  gap: 'var(--p-space-200)',
};

/** Names and values, side by side; a value that differs says in words what it should be. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl style={{ margin: 0, display: 'grid', gap: 'var(--p-space-150)' }}>
      {facts.map(({ name, value, differs }) => (
        <div key={name} style={ROW}>
          <dt>
            <Text as="span" tone="subdued" breakWord>
              {name}
            </Text>
          </dt>
          <dd style={{ margin: 0 }}>
            <Text as="span" breakWord {...(differs ? { fontWeight: 'semibold' as const } : {})}>
              {value}
            </Text>
          </dd>
        </div>
      ))}
    </dl>
  );
}
