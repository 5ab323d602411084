import { useEffect } from 'react';

interface Early {
  ready?: boolean;
  form?: HTMLFormElement;
  submitter?: HTMLElement | null;
  values?: [string, FormDataEntryValue][];
}

/**
 * Runs before everything else. A form that is submitted before the app's code has taken the page over would be sent by
 * the browser itself, without the ID token, and be refused: it is held, and submitted by `useEarlySubmit`.
 */
export const EARLY_SUBMIT = `window.early={};addEventListener('submit',function(e){if(early.ready)return;e.preventDefault();e.stopImmediatePropagation();early.form=e.target;early.submitter=e.submitter;early.values=Array.from(new FormData(e.target))},true)`;

/** Submits what was held, once the page has come to life. Used once, by the root. */
export function useEarlySubmit(): void {
  useEffect(() => {
    const early = (window as unknown as { early?: Early }).early;
    if (!early || early.ready) return;
    early.ready = true;
    const { form, submitter, values = [] } = early;
    if (!form?.isConnected) return;
    for (const [name, value] of values) type(form.elements.namedItem(name), String(value));
    // After the screen has drawn what was typed.
    setTimeout(() => form.requestSubmit(submitter?.isConnected ? submitter : null));
  }, []);
}

/** What was typed early is typed again: a field that the screen controls came to life empty. */
function type(field: Element | RadioNodeList | null, value: string): void {
  const typed = field instanceof HTMLInputElement && /^(text|password|email|url|search)$/.test(field.type);
  if (!typed && !(field instanceof HTMLTextAreaElement)) return;
  // React hears of a value that differs from the one it knows, and that was not set through its own property.
  field.value = '';
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
