import { BlockStack, Button, Card, InlineStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ProblemView } from '../../services.ts';
import { RelativeTime } from '../relative-time.tsx';
import type { CauseGroup } from './by-cause.ts';

interface CauseCardProps {
  group: CauseGroup;
  now: string;
  /** Whether there are more problems than this page shows. */
  paged: boolean;
  busy: boolean;
  onReplay(fields: Record<string, string>): void;
}

/** One cause: what went wrong, what to do, and whom it concerns. */
export function CauseCard({ group, now, paged, busy, onReplay }: CauseCardProps) {
  const { t } = useTranslation();
  const { cause, problems } = group;
  const first = problems[0];
  const count = problems.length;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm" breakWord>
            {t(`reason.${cause}`, { defaultValue: first?.message ?? cause })}
          </Text>
          <Text as="p" breakWord>
            {t(`fix.${cause}`, { defaultValue: first?.fix ?? '' })}
          </Text>
        </BlockStack>
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <Text as="p" tone="subdued">
            {paged ? t('problems.here', { count }) : t('problems.count', { count })}
          </Text>
          <Button disabled={busy} onClick={() => onReplay({ cause })}>
            {t('problems.replay_cause')}
          </Button>
        </InlineStack>
        <ul aria-label={t('problems.list')} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {problems.map((problem) => (
            <li key={problem.id}>
              <Row problem={problem} now={now} busy={busy} onReplay={onReplay} />
            </li>
          ))}
        </ul>
      </BlockStack>
    </Card>
  );
}

type RowProps = Pick<CauseCardProps, 'now' | 'busy' | 'onReplay'> & { problem: ProblemView };

function Row({ problem, now, busy, onReplay }: RowProps) {
  const { t } = useTranslation();
  const { id, customer, since } = problem;
  return (
    <InlineStack gap="200" align="space-between" blockAlign="center">
      <InlineStack gap="200" align="start" blockAlign="center">
        <Link url={`/app/customers/${encodeURIComponent(customer)}`} removeUnderline>
          {t('entry.customer', { id: customer })}
        </Link>
        <Text as="span" tone="subdued">
          <RelativeTime at={since} now={now} />
        </Text>
      </InlineStack>
      <Button
        variant="plain"
        disabled={busy}
        accessibilityLabel={t('problems.replay_customer', { id: customer })}
        onClick={() => onReplay({ id })}
      >
        {t('problems.replay')}
      </Button>
    </InlineStack>
  );
}
