const MOST_WORDS = 8;

/**
 * What a person types, in Shopify's search syntax: every word must begin a name, an address or a number. Signs of the
 * syntax are left out, so that a name never turns into an operator; a whole number is also tried as the customer's id.
 */
export function searchQuery(words: string): string | null {
  const parts = words
    .replace(/[^\p{L}\p{N}@._+\s-]/gu, ' ')
    .split(/\s+/)
    .map((word) => word.replace(/^[-.+]+|[-.]+$/g, ''))
    .filter(Boolean)
    .slice(0, MOST_WORDS)
    // Upper-case AND, OR and NOT are operators; the search itself knows no case.
    .map((word) => word.toLowerCase())
    .map(termOf);
  return parts.length === 0 ? null : parts.join(' ');
}

function termOf(word: string): string {
  if (word.includes('@')) return `email:${word}*`;
  return /^\d{5,}$/.test(word) ? `(id:${word} OR ${word}*)` : `${word}*`;
}
