const AT_AND_ID =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z\|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Keys that a page can end with: an entry's id; a problem's `since|id`; a run's or a message's `createdAt|id`. */
const KEYS = {
  entry: /^[1-9]\d{0,17}$/,
  problem: AT_AND_ID,
  run: AT_AND_ID,
  message: AT_AND_ID,
};

/** Cursors are opaque to clients: the key of the last row they saw, in base64url. */
export function writeCursor(key: string): string {
  return btoa(key).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The key in a cursor, or null for a text that was never one of this kind. */
export function readCursor(text: string, of: keyof typeof KEYS): string | null {
  if (!/^[\w-]{1,120}$/.test(text)) return null;
  try {
    const key = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return KEYS[of].test(key) ? key : null;
  } catch {
    return null;
  }
}
