import type { TFunction } from 'i18next';
import { metafieldOf } from '../../domain/fields.ts';
import { IDENTITY_TARGET, SUBSCRIPTION_TARGET } from '../../domain/mapping-rule.ts';
import type { StoreFields } from '../../mapping-service.ts';
import type { MappingTarget } from '../../settings/configuration.ts';

/** What a person calls a field: ours in their language, their own by the name they gave it. */
export function fieldName(source: string, store: StoreFields | null, t: TFunction): string {
  if (source.startsWith('tag:')) return t('mapping.has_tag', { tag: source.slice('tag:'.length) });
  const metafield = metafieldOf(source);
  if (metafield === null) return t([`mapping.field.${source}`, 'mapping.unknown_field'], { name: source });
  return store?.metafields.find(({ name }) => name === metafield)?.label ?? metafield;
}

/** Where a rule leads, as a person reads it. */
export function targetName(attribute: string, t: TFunction): string {
  if (attribute === IDENTITY_TARGET) return t('mapping.target_email');
  return attribute === SUBSCRIPTION_TARGET ? t('mapping.target_subscription') : attribute;
}

/** A target with what is said about it, in one line: `BIRTHDAY (date, keep when empty)`. */
export function targetText(target: MappingTarget, t: TFunction): string {
  if (typeof target === 'string') return targetName(target, t);
  const { attribute, transform, whenEmpty, ...options } = target;
  const said = [
    ...(transform ? [t(`mapping.transform.${transform}`)] : []),
    ...Object.entries(options).map(([key, value]) => t(`mapping.option_is.${key}`, { value: String(value) })),
    ...(whenEmpty ? [t(`mapping.when_empty_is.${whenEmpty}`)] : []),
  ];
  return said.length === 0 ? targetName(attribute, t) : `${targetName(attribute, t)} (${said.join(', ')})`;
}
