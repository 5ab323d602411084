import { ContactIndex } from './contact-index.ts';
import { markHealthy, markUnhealthy } from './health.server.ts';
import { isStopped, progress, type RunStep, type StepContext } from './run-step.server.ts';

export type IndexReading = { kind: 'read'; index: ContactIndex } | { kind: 'not_yet'; step: RunStep };

/** How often a page is asked for again at once, before the whole step is put off. */
const RETRIES = 4;
const RETRY_MS = 500;

/**
 * Reads all contacts of the account, 1,000 a call, oldest first. A contact that is deleted meanwhile moves the pages
 * behind it by one, so that one may be missed: it looks missing then, is read on its own when it is repaired, and is
 * found unchanged.
 */
export async function readContactIndex(context: StepContext, attributes: string[]): Promise<IndexReading> {
  const { ports, runtime, run, stop } = context;
  const account = ports.brevo(runtime.connection, stop);
  const index = new ContactIndex(attributes);
  await progress(ports, run, { phase: 'indexing' });
  for (let offset = 0, retries = 0; ; ) {
    if (await isStopped(context)) return { kind: 'not_yet', step: { kind: 'again', inMs: 0 } };
    const page = await account.page(offset);
    if (page.kind === 'failed') {
      const { answer } = page;
      const passing = answer.kind === 'unavailable' || answer.kind === 'limited';
      if (passing && retries < RETRIES) {
        retries += 1;
        await ports.sleep(RETRY_MS * 2 ** retries * (0.5 + ports.random()), stop).catch(() => {});
        continue;
      }
      if (answer.kind === 'unauthorized')
        await markUnhealthy(ports, run.shopId, 'unauthorized', answer.cause, answer.message);
      const message =
        answer.kind === 'unauthorized'
          ? `Brevo does not accept the key: ${answer.message}`
          : `Brevo's contacts cannot be read: ${answer.message}`;
      return { kind: 'not_yet', step: { kind: 'trouble', phase: 'waiting_for_brevo', message } };
    }
    if (runtime.connection.health !== 'ok') {
      runtime.connection.health = 'ok';
      await markHealthy(ports, run.shopId);
    }
    retries = 0;
    for (const contact of page.contacts) index.add(contact);
    offset += page.contacts.length;
    if (page.last) return { kind: 'read', index };
  }
}
