export type ObjectReading =
  | { kind: 'read'; payload: Record<string, unknown> }
  | { kind: 'unreadable'; reason: string };

const DEEPEST = 64;

/** Parses a body that must be a JSON object; its nesting is bounded before anything is parsed. */
export function readJsonObject(text: string, parse: (text: string) => unknown = JSON.parse): ObjectReading {
  if (isTooDeep(text)) return { kind: 'unreadable', reason: 'the body is nested too deeply' };
  try {
    const parsed = parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
      return { kind: 'unreadable', reason: 'the body is not a JSON object' };
    return { kind: 'read', payload: parsed as Record<string, unknown> };
  } catch {
    return { kind: 'unreadable', reason: 'the body is not valid JSON' };
  }
}

/** Most bodies have fewer brackets than may be nested: they are counted by the engine, the others letter by letter. */
function isTooDeep(text: string): boolean {
  return openings(text, '{') + openings(text, '[') > DEEPEST && nesting(text) > DEEPEST;
}

/** At most one more than may be nested, so that a body of brackets is not counted to its end. */
function openings(text: string, bracket: string): number {
  let count = 0;
  for (let at = text.indexOf(bracket); at >= 0 && count <= DEEPEST; at = text.indexOf(bracket, at + 1))
    count += 1;
  return count;
}

function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (quoted) {
      if (c === 92) i += 1;
      else if (c === 34) quoted = false;
    } else if (c === 34) quoted = true;
    else if (c === 123 || c === 91) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (c === 125 || c === 93) depth -= 1;
  }
  return deepest;
}
