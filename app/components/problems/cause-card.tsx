import { BlockStack, Button, Card, InlineError, InlineStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CauseView, ProblemView } from '../../services.ts';
import { RelativeTime } from '../relative-time.tsx';
import { fixPlace, vendorWords } from './by-cause.ts';
import { CreateButton } from './create-button.tsx';

interface CauseCardProps {
  cause: CauseView;
  /** Some of its customers, or a page of them where it is the cause that is looked at. */
  problems: ProblemView[];
  now: string;
  busy: boolean;
  /** Attributes that the mapping names and Brevo lacks. */
  missing: string[];
  /** Why the last fix did not work. */
  refusal: string | null;
  onReplay(fields: Record<string, string>): void;
}

/** One cause: what went wrong, what to do, the way there, and whom it concerns. */
export function CauseCard({ cause, problems, now, busy, missing, refusal, onReplay }: CauseCardProps) {
  const { t } = useTranslation();
  const place = fixPlace(cause.cause);
  const lacks = cause.cause === 'attribute_missing';
  const words = new Set(problems.map((problem) => vendorWords(problem.message, cause.message)));
  // Said once where Brevo said the same of all of them.
  const [common] = words.size === 1 ? words : [null];
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm" breakWord>
            {t(`reason.${cause.cause}`, { defaultValue: cause.message })}
          </Text>
          <Text as="p" breakWord>
            {t(`fix.${cause.cause}`, { defaultValue: cause.fix })}
          </Text>
          {common ? <Said words={common} /> : null}
        </BlockStack>
        {lacks && refusal !== null ? <InlineError fieldID="fix-attributes" message={refusal} /> : null}
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <Text as="p" tone="subdued">
            {t('problems.count', { count: cause.count })}
          </Text>
          <InlineStack gap="200">
            {place ? <Button url={place.url}>{t(`problems.open_${place.name}`)}</Button> : null}
            {lacks ? <CreateButton missing={missing} busy={busy} onSend={onReplay} /> : null}
            <Button disabled={busy} onClick={() => onReplay({ cause: cause.cause })}>
              {t('problems.replay_cause')}
            </Button>
          </InlineStack>
        </InlineStack>
        <ul aria-label={t('problems.list')} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {problems.map((problem) => (
            <li key={problem.id} style={{ paddingBlock: 'var(--p-space-100)' }}>
              <Row
                problem={problem}
                words={common ? null : vendorWords(problem.message, cause.message)}
                now={now}
                busy={busy}
                onReplay={onReplay}
              />
            </li>
          ))}
        </ul>
        {cause.count > problems.length ? (
          <Link url={`/app/problems?cause=${encodeURIComponent(cause.cause)}`}>
            {t('problems.all_of_cause', { count: cause.count })}
          </Link>
        ) : null}
      </BlockStack>
    </Card>
  );
}

type RowProps = Pick<CauseCardProps, 'now' | 'busy' | 'onReplay'> & {
  problem: ProblemView;
  /** What Brevo said of this one alone. */
  words: string | null;
};

function Row({ problem, words, now, busy, onReplay }: RowProps) {
  const { t } = useTranslation();
  const { id, customer, since } = problem;
  return (
    <>
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
      {words === null ? null : <Said words={words} />}
    </>
  );
}

function Said({ words }: { words: string }) {
  const { t } = useTranslation();
  return (
    <Text as="p" tone="subdued" variant="bodySm" breakWord>
      {t('problems.brevo_says', { message: words })}
    </Text>
  );
}
