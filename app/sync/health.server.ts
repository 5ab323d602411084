import { CLOSE_NOTICE, OPEN_NOTICE } from '../monitor/notifications/tell.sql.ts';
import type { Ports } from '../ports.ts';
import { wakeWaiting } from './pending.sql.ts';

/** Waits between two probes of an account that does not answer or does not let us in: 5 s, doubling, at most 2 minutes. */
const FIRST_PROBE_MS = 5_000;
const LONGEST_PROBE_MS = 120_000;

export type NoticeKind =
  | 'brevo_unauthorized'
  | 'brevo_unreachable'
  | 'source_unreachable'
  | 'source_no_access'
  | 'data_request'
  | 'notifications_failing';

/**
 * The connection's health: a refused key or an outage is the account's trouble, so the whole connection waits and
 * probes; nothing is lost and no customer's attempts are spent. Answers when the next probe is due.
 */
export async function markUnhealthy(
  ports: Ports,
  shopId: number,
  health: 'unauthorized' | 'unreachable',
  cause: string,
  message: string,
): Promise<Date> {
  const before = await ports.db.prisma.connection.findUnique({
    where: { shopId },
    select: { health: true, probes: true },
  });
  const probes = before?.health === health ? before.probes + 1 : 0;
  const wait = Math.min(LONGEST_PROBE_MS, FIRST_PROBE_MS * 2 ** Math.min(probes, 10));
  const probeAt = new Date(ports.now() + wait);
  await ports.db.prisma.connection.updateMany({
    where: { shopId },
    data: { health, healthCause: cause, healthMessage: message.slice(0, 500), probeAt, probes },
  });
  await openNotice(ports, shopId, health === 'unauthorized' ? 'brevo_unauthorized' : 'brevo_unreachable', {
    cause,
  });
  // Whoever refuses a key has answered.
  if (health === 'unauthorized') await closeNotice(ports, shopId, 'brevo_unreachable');
  return probeAt;
}

/** The account answers: notices close, and who waited for it is due now. */
export async function markHealthy(ports: Ports, shopId: number): Promise<void> {
  const now = new Date(ports.now());
  await ports.db.prisma.connection.updateMany({
    where: { shopId, NOT: { health: 'ok' } },
    data: { health: 'ok', healthCause: null, healthMessage: null, probeAt: null, probes: 0, checkedAt: now },
  });
  await closeNotice(ports, shopId, 'brevo_unauthorized');
  await closeNotice(ports, shopId, 'brevo_unreachable');
  await wakeWaiting(ports.db.pool, shopId, now);
}

/** Opens a notice, once: an open one of the same kind only takes the new particulars. Index: notices_open. */
export async function openNotice(
  ports: Ports,
  shopId: number,
  kind: NoticeKind,
  params: Record<string, string>,
): Promise<void> {
  const { rows } = await ports.db.pool.query(OPEN_NOTICE, [
    shopId,
    kind,
    JSON.stringify(params),
    new Date(ports.now()),
  ]);
  // Once, and not at every probe: whoever runs the app sees what began, and when it ended.
  if (rows[0]?.changed) ports.log.warn({ shopId, kind, ...params }, 'a notice was opened');
}

export async function closeNotice(ports: Ports, shopId: number, kind: NoticeKind): Promise<void> {
  const { rows } = await ports.db.pool.query(CLOSE_NOTICE, [shopId, kind, new Date(ports.now())]);
  if (rows[0]?.changed) ports.log.info({ shopId, kind }, 'a notice was closed');
}
