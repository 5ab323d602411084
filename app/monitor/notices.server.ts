import type { PrismaClient } from '@prisma/client';
import type { NoticeView, ShopRef } from '../services.ts';

/** The health conditions that are open now, newest first. */
export async function readNotices(prisma: PrismaClient, shop: ShopRef): Promise<NoticeView[]> {
  const rows = await prisma.notice.findMany({
    where: { shopId: shop.id, closedAt: null },
    orderBy: { openedAt: 'desc' },
  });
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    params: row.params as NoticeView['params'],
    openedAt: row.openedAt.toISOString(),
  }));
}
