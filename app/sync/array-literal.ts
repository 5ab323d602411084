/** What PostgreSQL reads as it stands in an array. The word NULL is not such a value; neither is nothing. */
const PLAIN = /^(?!null$)[\w.:/@+-]+$/i;

/**
 * An array of PostgreSQL as text, for a parameter of any array type. The driver looks twice at each value for what to
 * escape, and formats times by way of the local zone; where thousands of values a second are sent that is what is seen
 * in the profile (bench/README.md, intake).
 */
export function arrayLiteral(values: readonly (string | number)[]): string {
  let text = '';
  for (const value of values) {
    const plain = typeof value === 'number' || PLAIN.test(value);
    text += `${text === '' ? '' : ','}${plain ? value : quoted(value)}`;
  }
  return `{${text}}`;
}

function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
