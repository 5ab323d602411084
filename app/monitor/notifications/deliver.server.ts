import type { Ports } from '../../ports.ts';
import { closeNotice, openNotice } from '../../sync/health.server.ts';
import type { ReadConfiguration } from '../../sync/shop-runtime.server.ts';
import {
  dueMessages,
  giveUpWaiting,
  hurryWaiting,
  nextMessageAt,
  noteAttempt,
  type ReceiverState,
  readReceiver,
  saveReceiver,
  type WaitingMessage,
} from './queue.sql.ts';
import { nextAttemptIn, quietFor } from './schedule.ts';
import type { Handover, Sender } from './sender.server.ts';
import { type SigningSecret, signedHeaders, validSecrets } from './signing.server.ts';
import { wakeNotifications } from './tell.sql.ts';

/** What delivering messages needs beside the path's world. */
export interface DeliveryParts {
  ports: Ports;
  sender: Sender;
  readConfiguration: ReadConfiguration;
}

/** A job delivers for so long and goes to the end of the line then. */
const SLICE_MS = 5_000;
const SIDE_BY_SIDE = 4;
/** The merchant is told on the home screen after so many failures in a row: about two and a half minutes. */
const NOTICE_AFTER = 6;

/**
 * Delivers a shop's due messages. One job of a shop at a time; it ends when nothing is due, when time runs out, or when
 * the receiver cannot be reached: then everything that waits leaves it alone for a while, so that a dead receiver costs
 * one attempt now and then, however many messages there are.
 */
export async function deliverMessages(parts: DeliveryParts, shopId: number): Promise<void> {
  const { ports, readConfiguration } = parts;
  const { pool, prisma } = ports.db;
  const shop = await prisma.shop.findFirst({
    where: { id: shopId, uninstalledAt: null },
    select: { id: true, domain: true },
  });
  if (!shop) return giveUpWaiting(pool, shopId, 'The app was uninstalled');
  const { webhookUrl } = (await readConfiguration(shop)).notifications;
  if (webhookUrl === null) {
    await closeNotice(ports, shopId, 'notifications_failing');
    return giveUpWaiting(pool, shopId, 'No address is set');
  }
  let receiver = await readReceiver(pool, shopId);
  if (receiver.quietUntil && receiver.quietUntil.getTime() > ports.now())
    return wakeNotifications(pool, shopId, receiver.quietUntil);
  const secrets = await validSecrets(ports, shopId);
  for (const deadline = ports.now() + SLICE_MS; ports.now() < deadline; ) {
    // A receiver that failed last time is tried with one message before the others follow.
    const most = receiver.failures > 0 ? 1 : SIDE_BY_SIDE;
    const due = await dueMessages(pool, shopId, new Date(ports.now()), most);
    if (due.length === 0) break;
    const handovers = await Promise.all(due.map((m) => deliverMessage(parts, m, webhookUrl, secrets)));
    receiver = await judgeReceiver(ports, shopId, receiver, handovers);
    if (receiver.failures > 0) break;
  }
  const next = await nextMessageAt(pool, shopId);
  if (next) await wakeNotifications(pool, shopId, later(next, receiver.quietUntil));
}

/** One attempt of one message, noted on it. */
export async function deliverMessage(
  { ports, sender }: Pick<DeliveryParts, 'ports' | 'sender'>,
  message: WaitingMessage,
  url: string,
  secrets: readonly SigningSecret[],
): Promise<Handover> {
  const at = new Date(ports.now());
  const body = bodyOf(message);
  const started = performance.now();
  const handover = await sender.post(url, body, signedHeaders(secrets, message.id, at, body));
  const wait = nextAttemptIn(message.attempts + 1, ports.random());
  // 410: the receiver says that it never wants this again.
  const over = wait === null || (handover.kind === 'declined' && handover.status === 410);
  const status = handover.kind === 'taken' ? 'delivered' : over ? 'failed' : 'waiting';
  await noteAttempt(ports.db.pool, message.id, {
    status,
    at,
    nextAt: status === 'waiting' ? new Date(ports.now() + (wait ?? 0)) : null,
    httpStatus: 'status' in handover ? handover.status : null,
    durationMs: Math.round(performance.now() - started),
    error: errorOf(handover),
  });
  return handover;
}

/** What is signed and sent: by the specification `type`, `timestamp` (of the event, not of the attempt) and `data`. */
function bodyOf({ event, createdAt, data }: WaitingMessage): string {
  return JSON.stringify({ type: event, timestamp: createdAt.toISOString(), data });
}

function errorOf(handover: Handover): string | null {
  switch (handover.kind) {
    case 'taken':
      return null;
    case 'declined':
      return isRedirect(handover.status)
        ? `Answered ${handover.status}; redirects are not followed`
        : `Answered ${handover.status}`;
    case 'refused':
      return handover.reason;
    case 'unreachable':
      return handover.code === 'timeout'
        ? 'Did not answer in time'
        : `Could not be reached (${handover.code})`;
  }
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

async function judgeReceiver(
  ports: Ports,
  shopId: number,
  before: ReceiverState,
  handovers: Handover[],
): Promise<ReceiverState> {
  const { pool } = ports.db;
  const bad = handovers.filter(isReceiversFault);
  if (bad.length === 0) {
    if (before.failures === 0) return before;
    const well = { failures: 0, quietUntil: null };
    await saveReceiver(pool, shopId, well);
    await hurryWaiting(pool, shopId, new Date(ports.now()));
    await closeNotice(ports, shopId, 'notifications_failing');
    return well;
  }
  const failures = before.failures + 1;
  const asked = Math.max(0, ...bad.map((h) => (h.kind === 'declined' ? (h.retryAfterMs ?? 0) : 0)));
  const state = { failures, quietUntil: new Date(ports.now() + quietFor(failures, asked)) };
  await saveReceiver(pool, shopId, state);
  if (failures >= NOTICE_AFTER) await openNotice(ports, shopId, 'notifications_failing', {});
  return state;
}

/** The receiver's trouble rather than this message's: waiting helps, and every other message would meet the same. */
function isReceiversFault(handover: Handover): boolean {
  if (handover.kind === 'taken') return false;
  return handover.kind !== 'declined' || handover.status === 429 || handover.status >= 500;
}

function later(a: Date, b: Date | null): Date {
  return b && b > a ? b : a;
}
