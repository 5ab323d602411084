/**
 * Whether PostgreSQL can hold a text: it takes neither the NUL character nor half of a surrogate pair, and would
 * answer with an error where a client deserves a fault.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}
