import { parseArgs } from 'node:util';
import type { CustomerSyncClient } from '../sdk/javascript/index.js';

/** What a command says and needs; tests give their own. */
export interface Terminal {
  env: Record<string, string | undefined>;
  out(text: string): void;
  err(text: string): void;
}

export interface Call extends Terminal {
  client: CustomerSyncClient;
  /** What follows the command. */
  args: string[];
  options: Options;
}

type Options = ReturnType<typeof parse>['values'];

/** Endings, for scripts. */
export const EXIT = { well: 0, differs: 1, usage: 2, refused: 3, unreachable: 4 } as const;

export const SKILL = 'customer-sync';

/** Something that the person at the terminal can put right. */
export class Usage extends Error {}

/** Options are the same for every command: what one does not know, it does not look at. */
export function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      output: { type: 'string', short: 'o' },
      data: { type: 'string', short: 'd' },
      timestamp: { type: 'string' },
      customer: { type: 'string' },
      outcome: { type: 'string' },
      limit: { type: 'string' },
      once: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}
