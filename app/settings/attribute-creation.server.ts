import type { BrevoAttribute } from '../domain/mapping-rule.ts';
import type { Answer, Ports } from '../ports.ts';
import type { BrevoReading, ShopRef } from '../services.ts';

/**
 * Makes an attribute in the shop's Brevo account and remembers what the account has now. One that is there already,
 * made by somebody else at the same time, is as good.
 */
export async function createAttribute(
  ports: Ports,
  shop: ShopRef,
  name: string,
  type: BrevoAttribute['type'],
): Promise<BrevoReading<BrevoAttribute[]>> {
  const row = await ports.db.prisma.connection.findUnique({ where: { shopId: shop.id } });
  if (!row) return { kind: 'not_connected' };
  const account = ports.brevo({ apiKey: ports.secrets.decrypt(row.apiKey), account: row.account });
  const made = await account.createAttribute(name, type);
  const read = await account.readAttributes();
  if (read.kind === 'failed') return { kind: 'failed', message: read.answer.message };
  const there = read.attributes.some((attribute) => attribute.name === name);
  if (!there) return { kind: 'failed', message: messageOf(made) };
  await ports.db.prisma.connection.updateMany({
    where: { shopId: shop.id },
    data: {
      attributes: JSON.parse(JSON.stringify(read.attributes)),
      attributesAt: new Date(ports.now()),
    },
  });
  return { kind: 'read', value: read.attributes };
}

function messageOf(answer: Answer): string {
  return answer.kind === 'ok' ? '' : answer.message;
}
