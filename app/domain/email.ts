/** What Brevo calls a valid address, checked before any call: an invalid one is a skipped outcome, not a failed call. */
const LOCAL = /^[^\s@"(),:;<>[\\\]]{1,64}$/;
const LABEL = /^[a-z0-9\u00a1-\uffff](?:[a-z0-9\u00a1-\uffff-]{0,61}[a-z0-9\u00a1-\uffff])?$/i;

/** The address in the form that is sent and compared (trimmed, lower case), or null when it is none. */
export function readEmail(text: string): string | null {
  const email = text.trim().toLowerCase();
  const at = email.lastIndexOf('@');
  if (at < 1 || email.length > 254) return null;
  const local = email.slice(0, at);
  const labels = email.slice(at + 1).split('.');
  const dotted = !local.startsWith('.') && !local.endsWith('.') && !local.includes('..');
  const named =
    labels.length >= 2 && labels.every((l) => LABEL.test(l)) && !/^\d+$/.test(labels.at(-1) as string);
  return LOCAL.test(local) && dotted && named ? email : null;
}
