import type { CustomerAnswer } from './customer.ts';

/**
 * The words of a key, or what the API said where this bundle does not know the key yet, because the app is newer.
 * Instants among the values are shown in the merchant's way.
 */
function words(key: string, otherwise: string, params: Record<string, string | number> = {}): string {
  const values = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, readable(value)]));
  const translated = String(shopify.i18n.translate(key, values));
  return translated === key || translated === '' ? otherwise : translated;
}

/** Why the customer is or is not in Brevo. */
export function sentence({ answer, problem }: CustomerAnswer): string {
  if (problem)
    return words('problem', answer.text, { reason: words(`reason.${problem.cause}`, problem.message) });
  return words(`why.${answer.code}`, answer.text, answer.params);
}

/** What to do about the problem. */
export function remedy(problem: NonNullable<CustomerAnswer['problem']>): string {
  return words(`fix.${problem.cause}`, problem.fix);
}

function readable(value: string | number): string | number {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value)) return value;
  return shopify.i18n.formatDate(new Date(value), { dateStyle: 'medium', timeStyle: 'short' });
}
