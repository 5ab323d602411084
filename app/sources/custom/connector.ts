import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Connector } from '../connector.ts';
import { readAccess } from '../read-access.ts';

/** Nothing is asked for: the address and the secret are ours to give. */
export const customConnectRequest = z.strictObject({});

export const customConnector: Connector = {
  read: (sent) => readAccess(customConnectRequest, sent, () => ({ url: null, credentials: {}, options: {} })),
  /** As the Standard Webhooks specification writes them: 24 to 64 random bytes in base64. */
  newSecret: () => `whsec_${randomBytes(32).toString('base64')}`,
  check: async () => ({ kind: 'ok' }),
};
