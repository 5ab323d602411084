import type { ApiAccess } from './api/access.ts';
import type { Admission } from './api/admission.ts';
import type { Log } from './log.server.ts';
import type { Services } from './services.ts';
import type { Lifecycle } from './settings/lifecycle.server.ts';
import type { Shopify } from './shopify.server.ts';

// What loaders and actions get as `context`. Routes import nothing that touches the world: it is all in here.
declare module '@remix-run/server-runtime' {
  interface AppLoadContext {
    services: Services;
    access: ApiAccess;
    admission: Admission;
    shopify: Shopify;
    lifecycle: Pick<Lifecycle, 'find' | 'install'>;
    /** What the staff member is called whose session token it is; null where the store does not tell. */
    staffName(domain: string, idToken: string, userId: string): Promise<string | null>;
    log: Log;
    /** Resolves when the connection of this request has taken what was written so far, or is gone. */
    drained?: () => Promise<void>;
  }
}
