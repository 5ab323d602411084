import { BlockStack, Box, Button, Card, Icon, InlineStack, Text } from '@shopify/polaris';
import { AlertDiamondIcon, AlertTriangleIcon, CheckCircleIcon, InfoIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { CustomerView } from '../../customer-view.ts';
import { isAboutPhone } from '../problems/by-cause.ts';
import { whySentence } from '../why.ts';
import { toneOf } from './answer-look.ts';

const LOOK = {
  success: { background: 'bg-surface-success', icon: CheckCircleIcon },
  info: { background: 'bg-surface-info', icon: InfoIcon },
  warning: { background: 'bg-surface-warning', icon: AlertTriangleIcon },
  critical: { background: 'bg-surface-critical', icon: AlertDiamondIcon },
} as const;

interface AnswerCardProps {
  view: CustomerView;
  busy: boolean;
  /** A decision about the phone: out of Brevo, or in it again. */
  onPhone(choice: 'out' | 'in'): void;
}

/** Why this person is or is not in Brevo: one sentence, what to do where something is to be done, and warnings. */
export function AnswerCard({ view, busy, onPhone }: AnswerCardProps) {
  const { t, i18n } = useTranslation();
  const tone = toneOf(view.answer.code);
  const { problem } = view;
  const leftOut = view.link?.phoneLeftOut === true;
  return (
    <Card background={LOOK[tone].background}>
      <InlineStack gap="300" blockAlign="start" wrap={false}>
        <Box>
          <Icon source={LOOK[tone].icon} tone={tone} />
        </Box>
        <BlockStack gap="200" inlineAlign="start">
          <div role="status">
            <Text as="h2" variant="headingSm" breakWord>
              {whySentence(i18n.t, i18n.language, view.answer)}
            </Text>
          </div>
          {problem ? (
            <>
              <Text as="p" breakWord>
                {t(`fix.${problem.cause}`, { defaultValue: problem.fix })}
              </Text>
              <Button url={`/app/problems?cause=${encodeURIComponent(problem.cause)}`}>
                {t('home.see_problems')}
              </Button>
            </>
          ) : null}
          {view.warnings.map((warning) => (
            <Text as="p" key={`${warning.code}:${warning.attribute}`} breakWord>
              {t(`reason.${warning.code}`, { defaultValue: warning.text })} ({warning.attribute})
            </Text>
          ))}
          {leftOut ? <Text as="p">{t('customer.phone_left_out')}</Text> : null}
          {leftOut || view.warnings.some(({ code }) => isAboutPhone(code)) ? (
            <Button disabled={busy} onClick={() => onPhone(leftOut ? 'in' : 'out')}>
              {t(leftOut ? 'customer.send_phone' : 'problems.leave_phone_out')}
            </Button>
          ) : null}
        </BlockStack>
      </InlineStack>
    </Card>
  );
}
