import { useEffect } from 'react';

interface Early {
  ready?: boolean;
  form?: HTMLFormElement;
  submitter?: HTMLElement | null;
}

/**
 * Runs before everything else. A form that is submitted before the app's code has taken the page over would be sent by
 * the browser itself, without the ID token, and be refused: it is held, and submitted by `useEarlySubmit`.
 */
export const EARLY_SUBMIT = `window.early={};addEventListener('submit',function(e){if(early.ready)return;e.preventDefault();e.stopImmediatePropagation();early.form=e.target;early.submitter=e.submitter},true)`;

/** Submits what was held, once the page has come to life. Used once, by the root. */
export function useEarlySubmit(): void {
  useEffect(() => {
    const early = (window as unknown as { early?: Early }).early;
    if (!early || early.ready) return;
    early.ready = true;
    if (early.form?.isConnected)
      early.form.requestSubmit(early.submitter?.isConnected ? early.submitter : null);
  }, []);
}
