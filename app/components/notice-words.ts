import type { i18n } from 'i18next';
import type { NoticeView } from '../services.ts';

/**
 * A notice in words. A key that Brevo refuses has four causes, and what helps against one is of no use against another:
 * its words are those of the cause.
 */
export function noticeWords(
  { kind, params }: Pick<NoticeView, 'kind' | 'params'>,
  { t, exists }: Pick<i18n, 't' | 'exists'>,
): { title: string; fix: string } {
  const { cause } = params;
  if (kind === 'brevo_unauthorized' && cause !== undefined && exists(`fix.${cause}`))
    return { title: t(`reason.${cause}`), fix: t(`fix.${cause}`) };
  return {
    title: t([`notice.${kind}.title`, 'notice.other.title'], params),
    fix: t([`notice.${kind}.fix`, 'notice.other.fix'], params),
  };
}
