import { createHash } from 'node:crypto';
import type { RemoteContact } from '../domain/remote.ts';
import type { ContactBody } from '../domain/target.ts';
import { type AttributeValue, isPhoneAttribute } from '../domain/transforms.ts';

/** By what it holds a contact is known again whose making was never recorded. */
export interface Mark {
  filled: string[];
  contentHash: string;
}

export function markOf({ attributes = {} }: ContactBody): Mark {
  const filled = Object.keys(attributes)
    .filter((name) => !isPhoneAttribute(name))
    .sort();
  return { filled, contentHash: hashOf(filled, attributes) };
}

/** Whether the contact holds what was to be sent: a foreign one with the same address or id holds something else. */
export function bearsMark(
  { attributes }: RemoteContact,
  mark: { filled: string[]; contentHash: string | null },
): boolean {
  return hashOf(mark.filled, attributes) === mark.contentHash;
}

/** Whether it has all the fields that were to be sent, whatever somebody wrote into them since. */
export function hasFields({ attributes }: RemoteContact, { filled }: { filled: string[] }): boolean {
  return filled.every((name) => attributes[name] !== undefined);
}

function hashOf(names: string[], attributes: Record<string, AttributeValue>): string {
  const texts = names.map((name) => {
    const value = attributes[name];
    return [name, Array.isArray(value) ? [...value].sort().join(',') : String(value)];
  });
  return createHash('sha256').update(JSON.stringify(texts)).digest('base64url');
}
