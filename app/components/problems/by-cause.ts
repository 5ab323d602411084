import type { ReplaySelection } from '../../services.ts';

/** Where a cause is mended: a screen of the app; null where it is mended in the store or in Brevo. */
export function fixPlace(
  cause: string,
): { url: string; name: 'mapping' | 'settings' | 'connection' | 'key' } | null {
  if (MAPPING.has(cause)) return { url: '/app/mapping', name: 'mapping' };
  if (KEY.has(cause)) return { url: '/app/connection?key=new', name: 'key' };
  if (cause === 'list_missing') return { url: '/app/connection', name: 'connection' };
  return cause === 'rate_limited' ? { url: '/app/settings', name: 'settings' } : null;
}

const MAPPING = new Set([
  'attribute_missing',
  'missing_attribute',
  'not_a_date',
  'not_a_number',
  'not_a_boolean',
  'not_a_list',
]);
const KEY = new Set(['wrong_key', 'no_key', 'disabled_key', 'permission_denied']);

/** What was left out because of the phone itself: a person may decide that this customer goes without. */
export function isAboutPhone(code: string): boolean {
  return code === 'phone_held_by_other' || code === 'phone_refused';
}

/** What Brevo itself said: it stands in brackets behind our own sentence (monitor/causes.ts). null where nothing does. */
export function vendorWords(message: string, own: string): string | null {
  if (!message.startsWith(`${own} (`) || !message.endsWith(')')) return null;
  return message.slice(own.length + 2, -1);
}

/** What a button of the screen asks to replay; null for a form that is none of ours. */
export function readSelection(form: FormData): ReplaySelection | null {
  const [id, cause] = [form.get('id'), form.get('cause')];
  if (typeof id === 'string' && id) return { ids: [id] };
  if (typeof cause === 'string' && cause) return { cause };
  return form.get('all') === 'true' ? { all: true } : null;
}
