import { BlockStack, Button, ChoiceList, InlineStack, Text, TextField } from '@shopify/polaris';
import { DeleteIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { TierRule } from '../../domain/policy.ts';
import { typedNumber } from './form.ts';
import type { SettingsState } from './use-settings.ts';

type By = TierRule['by'];
interface Step {
  name: string;
  from?: number;
  tag?: string;
}

const FIRST: Record<By, Step> = {
  spend: { name: '', from: 0 },
  orders: { name: '', from: 1 },
  tag: { name: '', tag: '' },
};

/** How a customer's tier is found: by Shopify's prediction, or by thresholds of the merchant's own. */
export function TierFields({ settings }: { settings: SettingsState }) {
  const { t } = useTranslation();
  const { tiers } = settings.draft.options;
  const steps: Step[] = tiers?.steps ?? [];
  const store = (by: By, next: Step[]) =>
    settings.setOptions({ tiers: { by, steps: next } as NonNullable<typeof tiers> });
  const choose = (value: string) =>
    value === '' ? settings.setOptions({ tiers: null }) : store(value as By, [FIRST[value as By]]);
  return (
    <BlockStack gap="300">
      <ChoiceList
        title={t('settings.tiers.title')}
        choices={(['', 'spend', 'orders', 'tag'] as const).map((value) => ({
          value,
          label: t(`settings.tiers.by_${value || 'shopify'}`),
        }))}
        selected={[tiers?.by ?? '']}
        onChange={([value]) => choose(value ?? '')}
      />
      {tiers === null ? null : (
        <BlockStack gap="200">
          <Text as="p" tone="subdued">
            {t(tiers.by === 'tag' ? 'settings.tiers.first_wins' : 'settings.tiers.last_wins')}
          </Text>
          {steps.map((step, index) => (
            <StepRow
              // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place, and none moves
              key={index}
              by={tiers.by}
              step={step}
              index={index}
              settings={settings}
              onChange={(part) =>
                store(
                  tiers.by,
                  steps.map((each, at) => (at === index ? { ...each, ...part } : each)),
                )
              }
              {...(steps.length > 1
                ? {
                    onRemove: () =>
                      store(
                        tiers.by,
                        steps.filter((_, at) => at !== index),
                      ),
                  }
                : {})}
            />
          ))}
          <InlineStack>
            <Button onClick={() => store(tiers.by, [...steps, FIRST[tiers.by]])}>
              {t('settings.tiers.add')}
            </Button>
          </InlineStack>
        </BlockStack>
      )}
    </BlockStack>
  );
}

interface StepRowProps {
  by: By;
  step: Step;
  index: number;
  settings: SettingsState;
  onChange(part: Step | Omit<Step, 'name'>): void;
  /** Absent where the last one has to stay. */
  onRemove?: () => void;
}

function StepRow({ by, step, index, settings, onChange, onRemove }: StepRowProps) {
  const { t } = useTranslation();
  const path = `options.tiers.steps.${index}`;
  const second = by === 'tag' ? 'tag' : 'from';
  const errorOf = (key: string) => {
    const error = settings.fault(`${path}.${key}`);
    return error ? { error } : {};
  };
  return (
    <InlineStack gap="200" blockAlign="start" wrap={false}>
      <div style={{ flex: 1 }}>
        <TextField
          label={t('settings.tiers.name')}
          value={step.name}
          onChange={(name) => onChange({ name })}
          onBlur={() => settings.left(`${path}.name`)}
          maxLength={100}
          autoComplete="off"
          {...errorOf('name')}
        />
      </div>
      <div style={{ flex: 1 }}>
        <TextField
          label={t(`settings.tiers.${by}`)}
          value={String(step[second] ?? '')}
          onChange={(text) => onChange(by === 'tag' ? { tag: text } : { from: typedNumber(text) })}
          onBlur={() => settings.left(`${path}.${second}`)}
          inputMode={by === 'tag' ? 'text' : 'decimal'}
          autoComplete="off"
          {...errorOf(second)}
        />
      </div>
      {onRemove ? (
        <div style={{ paddingBlockStart: 'var(--p-space-600)' }}>
          <Button
            icon={DeleteIcon}
            variant="tertiary"
            accessibilityLabel={t('settings.tiers.remove', { number: index + 1 })}
            onClick={onRemove}
          />
        </div>
      ) : null}
    </InlineStack>
  );
}
