import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { issuesOf } from '../../settings/issues.ts';
import type { Connector } from '../connector.ts';

/** Nothing is asked for: the address and the secret are ours to give. */
export const customConnectRequest = z.strictObject({});

export const customConnector: Connector = {
  ingests: true,
  read(sent) {
    const reading = customConnectRequest.safeParse(sent);
    if (reading.success) return { kind: 'valid', access: { url: null, credentials: {}, options: {} } };
    const faults = issuesOf(reading.error).map(({ path, message }) => ({ path: path.join('.'), message }));
    return { kind: 'invalid', faults };
  },
  /** As the Standard Webhooks specification writes them: 24 to 64 random bytes in base64. */
  newSecret: () => `whsec_${randomBytes(32).toString('base64')}`,
  check: async () => ({ kind: 'ok' }),
};
