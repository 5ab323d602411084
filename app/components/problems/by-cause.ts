import type { ReplaySelection } from '../../services.ts';

/** Where a cause is mended: a screen of the app; null where it is mended in the store or in Brevo. */
export function fixPlace(cause: string): { url: string; name: 'mapping' | 'settings' } | null {
  if (cause === 'attribute_missing') return { url: '/app/mapping', name: 'mapping' };
  if (SETTINGS.has(cause)) return { url: '/app/settings', name: 'settings' };
  return null;
}

const SETTINGS = new Set([
  'list_missing',
  'wrong_key',
  'no_key',
  'disabled_key',
  'permission_denied',
  'rate_limited',
]);

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
