import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What has to stay the same from one start to the next, or the database of the first could not be read any more. */
export interface KeptSecrets {
  apiKey: string;
  apiSecret: string;
  encryptionKey: string;
}

/** Strong random values, made at the first start and kept in the data folder. */
export async function keptSecrets(dataDir: string): Promise<KeptSecrets & { reused: boolean }> {
  const file = path.join(dataDir, 'sandbox.json');
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) {
    const parsed = JSON.parse(kept) as Partial<KeptSecrets>;
    if (parsed.apiKey && parsed.apiSecret && parsed.encryptionKey)
      return { ...(parsed as KeptSecrets), reused: true };
  }
  const made: KeptSecrets = {
    apiKey: randomBytes(16).toString('hex'),
    apiSecret: `shpss_${randomBytes(16).toString('hex')}`,
    encryptionKey: randomBytes(32).toString('base64'),
  };
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return { ...made, reused: false };
}
