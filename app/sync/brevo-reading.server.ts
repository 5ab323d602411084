import type { RemoteContact } from '../domain/remote.ts';
import type { Answer, BrevoAccount, Ports } from '../ports.ts';
import { markHealthy, markUnhealthy } from './health.server.ts';
import { noteSeen } from './import-batch.sql.ts';
import { keepContacts } from './import-contacts.sql.ts';
import { cursorOf, isStopped, progress, type RunStep, type StepContext } from './run-step.server.ts';

type Failure = Exclude<Answer, { kind: 'ok' }>;
export type BrevoTrouble = Extract<RunStep, { kind: 'trouble' }>;

/** How often a page is asked for again at once, before the whole step is put off. */
const RETRIES = 4;
const RETRY_MS = 500;

export type Page =
  | { kind: 'read'; contacts: RemoteContact[]; last: boolean; at: string | null }
  | { kind: 'trouble'; trouble: BrevoTrouble };

/** A page of contacts, asked for a few times where Brevo is short of breath (ports.ts `page`). */
export async function readPage(
  ports: Ports,
  shopId: number,
  account: BrevoAccount,
  offset: number,
  since: string | undefined,
  stop: AbortSignal | undefined,
): Promise<Page> {
  for (let retries = 0; ; retries += 1) {
    const page = await account.page(offset, since);
    if (page.kind === 'read') return page;
    const passing = page.answer.kind === 'unavailable' || page.answer.kind === 'limited';
    if (!passing || retries >= RETRIES) {
      const trouble = await brevoTrouble(ports, shopId, page.answer, "Brevo's contacts cannot be read");
      return { kind: 'trouble', trouble };
    }
    await ports.sleep(RETRY_MS * 2 ** (retries + 1) * (0.5 + ports.random()), stop).catch(() => {});
  }
}

/**
 * Reads all contacts of the account into the run's batch, 1,000 a call, oldest first, from where the last step stopped;
 * the next page is on its way while one is written. Null when all were read, else what comes next. A contact that is
 * deleted meanwhile moves the pages behind it by one, so that one may be missed: it looks absent then, and whoever works
 * on it reads it on its own.
 */
export async function keepAccount(
  context: StepContext,
  shown: (read: number) => Record<string, number> = () => ({}),
): Promise<RunStep | null> {
  const { ports, runtime, run, stop } = context;
  const { pool } = ports.db;
  const account = ports.brevo(runtime.connection, stop);
  const names = new Set(runtime.rules.map((rule) => rule.attribute));
  const read = (offset: number) => {
    const page = readPage(ports, run.shopId, account, offset, undefined, stop);
    // Whoever waits is told; a page that nobody waits for any more is no unhandled rejection.
    page.catch(() => {});
    return page;
  };
  let { indexOffset = 0 } = cursorOf(run);
  for (let next = read(indexOffset); ; ) {
    if (await isStopped(context)) return { kind: 'again', inMs: 0 };
    const page = await next;
    if (page.kind === 'trouble') return page.trouble;
    // What changes while the first page is on its way counts as not seen.
    if (indexOffset === 0 && page.at !== null) await noteSeen(pool, run.id, seenAt(page.at));
    indexOffset += page.contacts.length;
    if (!page.last) next = read(indexOffset);
    if (runtime.connection.health !== 'ok') {
      runtime.connection.health = 'ok';
      await markHealthy(ports, run.shopId);
    }
    await keepContacts(pool, run.id, page.contacts, names);
    await progress(ports, run, {
      cursor: { indexOffset, indexed: page.last },
      counts: shown(indexOffset),
    });
    if (page.last) return null;
  }
}

/** Clocks of one vendor's machines agree to this much. */
export const OVERLAP_MS = 2_000;

/** What was changed up to here is seen by a reading that was answered at this time of Brevo's clock. */
export function seenAt(answeredAt: string): Date {
  return new Date(Date.parse(answeredAt) - OVERLAP_MS);
}

/** A call that failed, as what the run waits for. A refused key makes the connection unhealthy. */
export async function brevoTrouble(
  ports: Ports,
  shopId: number,
  answer: Failure,
  what: string,
): Promise<BrevoTrouble> {
  if (answer.kind !== 'unauthorized')
    return { kind: 'trouble', phase: 'waiting_for_brevo', message: `${what}: ${answer.message}` };
  await markUnhealthy(ports, shopId, 'unauthorized', answer.cause, answer.message);
  return {
    kind: 'trouble',
    phase: 'waiting_for_brevo',
    message: `Brevo does not accept the key: ${answer.message}`,
  };
}
