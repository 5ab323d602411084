import type { ShopRef } from '../services.ts';

/** Who is calling, as `context.access` tells it; app/settings/api-access.server.ts finds it out. */
export interface ApiAccess {
  identify(request: Request): Promise<Caller>;
}

export type Caller =
  /** `actor` is for the history of the configuration: `token <name>` or `user <id>`. */
  | {
      kind: 'shop';
      shop: ShopRef;
      actor: string;
      /** What rate limits and idempotency keys are counted by: the token's id, or `session`. */
      caller: string;
    }
  /** A reason in words that names no secret. */
  | { kind: 'refused'; reason: string };
