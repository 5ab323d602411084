import type { RemoteContact } from '../domain/remote.ts';
import type { Answer, BrevoAccount, Ports } from '../ports.ts';
import { markUnhealthy } from './health.server.ts';
import type { RunStep } from './run-step.server.ts';

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
