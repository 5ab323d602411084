import { createSecrets } from '../../app/settings/secrets.server.ts';
import { createTokenService } from '../../app/settings/tokens.server.ts';
import type { RunningApp } from './app.ts';
import { appEnv } from './app-process.ts';

/** A token of the HTTP API for the first shop, made as Settings makes them. */
export async function apiToken(app: RunningApp): Promise<string> {
  const { prisma } = app.database;
  const secrets = createSecrets(Buffer.from(appEnv('').ENCRYPTION_KEY ?? '', 'base64'));
  const shop = await prisma.shop.findFirstOrThrow();
  const made = await createTokenService({ prisma, secrets }).create(shop, 'test');
  if (made.kind !== 'created') throw new Error(made.kind);
  return made.token;
}
