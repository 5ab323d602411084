import type { WhyCode } from '../../domain/why.ts';

export type AnswerTone = 'success' | 'info' | 'warning' | 'critical';

/** How the answer looks: right and on the list, right by consent, on its way, or in need of somebody. */
export function toneOf(code: WhyCode): AnswerTone {
  if (code === 'on_list') return 'success';
  if (code === 'problem' || code === 'halted_key_refused') return 'critical';
  if (/^(blocked|off_list|waiting|gone_kept|gone_not_in|redacted|no_list)/.test(code)) return 'info';
  return 'warning';
}
