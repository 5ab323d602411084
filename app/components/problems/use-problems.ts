import { useFetcher, useNavigate } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProblemsEnding } from './change.ts';

/** Retries and fixes: sends what a button asks for, says how it ended, and keeps a refusal for the screen. */
export function useProblems() {
  const { t, i18n } = useTranslation();
  const shopify = useAppBridge();
  const navigate = useNavigate();
  const fetcher = useFetcher<ProblemsEnding>();
  const told = useRef<ProblemsEnding>();
  const answer = fetcher.state === 'submitting' ? undefined : fetcher.data;

  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    const runId = 'runId' in answer ? answer.runId : null;
    const words = wordsOf(answer);
    if (words === null) return;
    shopify.toast.show(words, {
      ...(runId === null
        ? {}
        : { action: t('problems.see_progress'), onAction: () => navigate(`/app/imports/${runId}`) }),
    });

    function wordsOf(ending: ProblemsEnding): string | null {
      if (ending.kind === 'replayed')
        return ending.runId === null
          ? t('problems.toast', { count: ending.replayed })
          : t('problems.compared_again');
      if (ending.kind === 'phone')
        return ending.ending.kind === 'accepted'
          ? t('problems.phone_left_out')
          : t(`customer.sync_${ending.ending.kind}`);
      if (ending.kind !== 'fixed') return null;
      const names = new Intl.ListFormat(i18n.language).format(ending.created);
      const created =
        ending.created.length > 0 ? t('problems.created', { names }) : t('problems.nothing_missing');
      const after =
        ending.runId === null
          ? t('problems.synced_again', { count: ending.replayed })
          : t('problems.compared_again');
      return `${created} ${after}`;
    }
  }, [answer, shopify, t, i18n.language, navigate]);

  return {
    busy: fetcher.state !== 'idle',
    refusal:
      answer?.kind === 'failed'
        ? t('problems.fix_failed', { message: answer.message })
        : answer?.kind === 'not_connected'
          ? t('problems.fix_not_connected')
          : null,
    send: (fields: Record<string, string>) =>
      fetcher.submit(fields, { method: 'post', action: '/app/problems' }),
  };
}
