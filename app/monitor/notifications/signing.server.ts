import { randomBytes, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Ports } from '../../ports.ts';

type World = Pick<Ports, 'db' | 'secrets' | 'now'>;

/** After a rotation the former secret signs beside the new one for this long, so that receivers change over in peace. */
const OVERLAP_MS = 24 * 3_600_000;
const PREFIX = 'whsec_';

export interface SigningSecret {
  /** `whsec_` and 32 bytes in base64, as the Standard Webhooks specification writes them. */
  secret: string;
  createdAt: Date;
  expiresAt: Date | null;
}

/** The headers of a message by the Standard Webhooks specification: one signature for each secret that is valid now. */
export function signedHeaders(
  secrets: readonly Pick<SigningSecret, 'secret'>[],
  messageId: string,
  at: Date,
  body: string,
): Record<string, string> {
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map(({ secret }) => new Webhook(secret).sign(messageId, at, body)).join(' '),
  };
}

/** The secrets that are valid now, the current one first; the first one of a shop is made when it is asked for. */
export async function validSecrets({ db, secrets, now }: World, shopId: number): Promise<SigningSecret[]> {
  const at = new Date(now());
  const read = () =>
    db.prisma.notificationSecret.findMany({
      where: { shopId, OR: [{ expiresAt: null }, { expiresAt: { gt: at } }] },
      orderBy: { createdAt: 'desc' },
    });
  let rows = await read();
  if (!rows.some((row) => row.expiresAt === null)) {
    // Two processes at once: one makes it, both read it (index notification_secrets_current).
    await db.pool.query(
      `insert into notification_secrets (id, shop_id, secret, created_at) values ($1, $2, $3, $4)
       on conflict (shop_id) where expires_at is null do nothing`,
      [randomUUID(), shopId, secrets.encrypt(newSecret()), at],
    );
    rows = await read();
  }
  return rows
    .map((row) => ({
      secret: secrets.decrypt(row.secret),
      createdAt: row.createdAt,
      expiresAt: row.expiresAt,
    }))
    .sort((a, b) => Number(a.expiresAt !== null) - Number(b.expiresAt !== null));
}

/** Makes a new secret; the one before stays valid for a day, older ones end now. */
export async function rotateSecret({ db, secrets, now }: World, shopId: number): Promise<void> {
  const at = new Date(now());
  await db.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`select id from shops where id = ${shopId} for update`;
    await tx.notificationSecret.deleteMany({ where: { shopId, expiresAt: { not: null } } });
    await tx.notificationSecret.updateMany({
      where: { shopId, expiresAt: null },
      data: { expiresAt: new Date(at.getTime() + OVERLAP_MS) },
    });
    await tx.notificationSecret.create({
      data: { id: randomUUID(), shopId, secret: secrets.encrypt(newSecret()), createdAt: at },
    });
  });
}

function newSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}
