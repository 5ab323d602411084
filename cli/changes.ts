/**
 * What differs between two configurations, a line for each value: `+` new, `-` gone, `~` other. Lists count as one
 * value. The order of the mapping is no difference: the rules are the same.
 */
export function changesBetween(before: object, after: object): string[] {
  const [was, is] = [flat(before), flat(after)];
  const paths = [...new Set([...was.keys(), ...is.keys()])];
  return paths.flatMap((path) => {
    const [old, now] = [was.get(path), is.get(path)];
    if (old === now) return [];
    if (old === undefined) return [`+ ${path}: ${now}`];
    return now === undefined ? [`- ${path}: ${old}`] : [`~ ${path}: ${old} -> ${now}`];
  });
}

function flat(value: object, path = '', found = new Map<string, string>()): Map<string, string> {
  for (const [key, inner] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) flat(inner, at, found);
    else found.set(at, JSON.stringify(inner));
  }
  return found;
}
