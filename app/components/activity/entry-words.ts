import type { i18n } from 'i18next';
import type { EntryView } from '../../services.ts';

/** What an entry says of why: the reason, for a failure what to do, and the vendor's own sentence where it is another. */
export interface EntryWords {
  reason: string | null;
  fix: string | null;
  original: string | null;
}

type Told = Pick<EntryView, 'outcome' | 'code' | 'message' | 'httpStatus'>;

/**
 * The log is written in English and names particulars. A failure or a retry, and everything in another language, is told
 * by its code; a failure keeps the original sentence, because it quotes the vendor.
 */
export function entryWords(entry: Told, { t, exists, language }: i18n): EntryWords {
  const { outcome, message } = entry;
  const failed = outcome === 'failed';
  const code = sharedCode(entry);
  const known = code !== null && exists(`reason.${code}`) ? t(`reason.${code}`) : null;
  const told = known ?? (outcome === 'retrying' ? t('reason.retrying') : null);
  const plain = language === 'en' && !failed && outcome !== 'retrying';
  const reason = plain ? (message ?? told) : (told ?? message);
  const fix = failed && exists(`fix.${entry.code}`) ? t(`fix.${entry.code}`) : null;
  return { reason, fix, original: failed && reason !== message ? message : null };
}

/** Of a connection that broke: the codes are those of sockets and of undici. */
const BROKEN = /^(?:timeout|network_error|und_err_\w+|e(?:conn|host|net|pipe|ai_|notfound|timedout)\w*)$/i;
const ANSWERED = /^(?:http_\d+|malformed_answer)$/;

/** Many codes say that a vendor did not answer as it should, and have one sentence together. Only Brevo's status stands in an entry. */
function sharedCode({ code, httpStatus }: Told): string | null {
  if (code === null) return null;
  if (BROKEN.test(code)) return 'outage';
  if (ANSWERED.test(code)) return httpStatus === null ? 'shopify_unreachable' : 'outage';
  return code === 'source_no_access' ? 'no_access' : code;
}
