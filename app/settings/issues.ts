import type { z } from 'zod';

/** A fault before its path is written in the spelling that was sent. */
export interface Issue {
  path: PropertyKey[];
  message: string;
  /** For screens, which say it in the merchant's language; `names` are what the sentence is about. */
  code?: MappingFaultCode;
  names?: Record<string, string>;
}

export type MappingFaultCode =
  | 'no_rules'
  | 'too_many_rules'
  | 'unknown_field'
  | 'attribute_taken'
  | 'attribute_name'
  | 'email_only'
  | 'subscription_only'
  | 'no_value';

/** zod's issues, an unknown key as an issue at that key rather than at the object around it. */
export function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.flatMap((issue): Issue[] => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: inWords(issue.message) }];
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'Not a known key' }));
  });
}

function inWords(message: string): string {
  if (message.endsWith('received undefined')) return 'Is missing';
  return message.replace(/^Invalid (?:input|option|discriminator value)[:.] e/i, 'E');
}
