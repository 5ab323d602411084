import { Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { count } from './format.ts';

interface ShareBarsProps {
  labelledBy: string;
  rows: { key: string; label: string; value: number }[];
}

/** A bar chart that is a list: each bar stands beside its name and number, so nothing is told by its length alone. */
export function ShareBars({ labelledBy, rows }: ShareBarsProps) {
  const { i18n } = useTranslation();
  const largest = Math.max(...rows.map((row) => row.value), 1);
  return (
    <ul aria-labelledby={labelledBy} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {rows.map(({ key, label, value }) => (
        <li key={key} style={{ paddingBlock: 'var(--p-space-100)' }}>
          <div style={{ display: 'flex', justifyContent: 'space-between', gap: 'var(--p-space-200)' }}>
            <Text as="span" breakWord>
              {label}
            </Text>
            <Text as="span" numeric fontWeight="semibold">
              {count(value, i18n.language)}
            </Text>
          </div>
          <div aria-hidden style={{ background: 'var(--p-color-bg-surface-secondary)', borderRadius: 4 }}>
            <div
              style={{
                inlineSize: `${Math.max(1, (value / largest) * 100)}%`,
                blockSize: 8,
                borderRadius: 4,
                background: 'var(--p-color-bg-fill-info-active)',
              }}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}
