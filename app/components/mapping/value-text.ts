import type { TFunction } from 'i18next';
import type { FieldValue } from '../../domain/fields.ts';
import type { RuleSteps, Sent } from '../../domain/rule-steps.ts';
import type { AttributeValue } from '../../domain/transforms.ts';

/** A value to be shown: `quiet` ones are words about it and no value of the customer. */
export interface Shown {
  text: string;
  tone: 'value' | 'quiet' | 'fault';
}

/** What the store holds, as the store says it: an amount with its currency, a list with its parts. */
export function sourceText(value: FieldValue, t: TFunction): Shown {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0))
    return { text: t('mapping.value.empty'), tone: 'quiet' };
  if (typeof value === 'object' && !Array.isArray(value))
    return { text: `${value.amount} ${value.currency}`, tone: 'value' };
  return { text: valueText(value, t), tone: 'value' };
}

/** What the transform made, before it was fitted to the attribute. */
export function transformedText({ transformed }: RuleSteps, t: TFunction): Shown {
  if (transformed.kind === 'empty') return { text: t('mapping.value.empty'), tone: 'quiet' };
  if (transformed.kind === 'misfit') return { text: t(`mapping.misfit.${transformed.code}`), tone: 'fault' };
  return { text: valueText(transformed.value, t), tone: 'value' };
}

/** What Brevo is sent. */
export function sentText(sent: Sent, t: TFunction): Shown {
  switch (sent.kind) {
    case 'value':
      return { text: valueText(sent.value, t), tone: 'value' };
    case 'clear':
      return { text: t('mapping.value.cleared'), tone: 'quiet' };
    case 'keep':
      return { text: t('mapping.value.kept'), tone: 'quiet' };
    case 'no_attribute':
      return { text: t('mapping.value.not_sent'), tone: 'quiet' };
    case 'misfit':
      return { text: t(`mapping.misfit.${sent.code}`), tone: 'fault' };
  }
}

/** Numbers as they are sent, not as a language writes them: this is what stands in Brevo. */
export function valueText(value: AttributeValue, t: TFunction): string {
  if (typeof value === 'boolean') return t(value ? 'mapping.value.true' : 'mapping.value.false');
  return Array.isArray(value) ? value.join(', ') : String(value);
}
