import type { CustomerService, CustomerView, EmailSearch, SyncNowEnding } from '../customer-view.ts';
import { SOURCES, type Source } from '../domain/customer.ts';
import { readEmail } from '../domain/email.ts';
import { isStorable } from '../domain/storable.ts';
import type { Ports } from '../ports.ts';
import type { ShopRef } from '../services.ts';
import { readLinksByContact, readLinksByEmail } from '../sync/link.sql.ts';
import { choosePhone } from '../sync/phone-choice.server.ts';
import { type ReadConfiguration, readRuntime } from '../sync/shop-runtime.server.ts';
import { requestSync } from '../sync/sync-request.server.ts';
import { readCustomer } from './customer.server.ts';

const LONGEST_ID = 255;
const PATIENCE_MS = 8_000;

/** One customer at a time: why they are (not) in Brevo, who has an address, and a fresh look by request. */
export function createCustomerService(ports: Ports, readConfiguration: ReadConfiguration): CustomerService {
  const read = async (shop: ShopRef, customerId: string) =>
    readCustomer(ports, readConfiguration, {
      shop,
      customerId,
      source: await sourceOf(ports, shop, customerId, (await readConfiguration(shop)).source),
    });

  async function mayBeSynced(
    shop: ShopRef,
    customerId: string,
  ): Promise<{ kind: 'may'; view: CustomerView } | Exclude<SyncNowEnding, { kind: 'accepted' }>> {
    if (!possible(customerId)) return { kind: 'unknown' };
    const view = await read(shop, customerId);
    if (!view.known) return { kind: 'unknown' };
    if (view.halt === 'not_connected') return { kind: 'not_connected' };
    // Without data of their own a delivery would take the customer for gone.
    return view.store.state === 'unasked' ? { kind: 'cannot_be_asked' } : { kind: 'may', view };
  }

  return {
    async why(shop, customer) {
      return possible(customer) ? read(shop, customer) : null;
    },

    async findByEmail(shop, text) {
      const email = readEmail(text);
      if (email === null || !isStorable(email)) return { kind: 'invalid' };
      return { kind: 'searched', found: await search(ports, readConfiguration, shop, email) };
    },

    async syncNow(shop, customerId) {
      const asked = await mayBeSynced(shop, customerId);
      if (asked.kind !== 'may') return asked;
      const changeId = await requestSync(ports, shop.id, [
        { source: asked.view.source as Source, customerId },
      ]);
      return { kind: 'accepted', changeId: changeId as string };
    },

    async choosePhone(shop, customerId, leftOut) {
      const asked = await mayBeSynced(shop, customerId);
      if (asked.kind !== 'may') return asked;
      const key = { shopId: shop.id, source: asked.view.source as Source, customerId };
      return { kind: 'accepted', changeId: await choosePhone(ports, key, leftOut) };
    },
  };
}

/** What cannot be an id at all is as unknown as one that is not there. */
function possible(customerId: string): boolean {
  return customerId !== '' && customerId.length <= LONGEST_ID && isStorable(customerId);
}

/**
 * The source a plain id is of: where it was seen, the shop's own first; else the shop's own, but an id that cannot be
 * Shopify's belongs to another system. Indexes: the primary keys, one look a source.
 */
async function sourceOf(
  ports: Ports,
  shop: ShopRef,
  customerId: string,
  configured: Source,
): Promise<Source> {
  const { rows } = await ports.db.pool.query(
    `select source from contact_links where shop_id = $1 and source = any($2) and customer_id = $3
     union select source from pending_changes where shop_id = $1 and source = any($2) and customer_id = $3`,
    [shop.id, SOURCES, customerId],
  );
  const seen = rows.map((row) => row.source as Source);
  if (seen.includes(configured)) return configured;
  return seen[0] ?? (configured === 'shopify' && !/^\d+$/.test(customerId) ? 'custom' : configured);
}

async function search(
  ports: Ports,
  readConfiguration: ReadConfiguration,
  shop: ShopRef,
  email: string,
): Promise<EmailSearch> {
  const { source } = await readConfiguration(shop);
  const [links, inStore, inBrevo] = await Promise.all([
    readLinksByEmail(ports.db.pool, shop.id, [email]),
    ports.source(source).findByEmail?.(shop, email) ?? ({ kind: 'absent' } as const),
    findContact(ports, readConfiguration, shop, email),
  ]);
  const customers: EmailSearch['customers'] = [];
  if (inStore.kind === 'found') customers.push({ customer: inStore.id, source, foundBy: ['store'] });
  for (const link of links.get(email) ?? []) {
    const same = customers.find((c) => c.customer === link.customerId && c.source === link.source);
    if (same) same.foundBy.push('link');
    else customers.push({ customer: link.customerId, source: link.source, foundBy: ['link'] });
  }
  const holder = inBrevo.kind === 'found' ? await readLinksByContact(ports.db.pool, shop.id, inBrevo.id) : [];
  return {
    customers,
    contact: inBrevo.kind === 'found' ? { id: inBrevo.id, customer: holder[0]?.customerId ?? null } : null,
    unread: [inStore, inBrevo].flatMap((side) => (side.kind === 'unread' ? [side.message] : [])),
  };
}

async function findContact(
  ports: Ports,
  readConfiguration: ReadConfiguration,
  shop: ShopRef,
  email: string,
): Promise<{ kind: 'found'; id: number } | { kind: 'absent' } | { kind: 'unread'; message: string }> {
  const reading = await readRuntime(ports, readConfiguration, shop.id);
  if (!('runtime' in reading)) return { kind: 'absent' };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const { contacts } = ports.brevo(reading.runtime.connection, signal);
    const found = await contacts.find({ type: 'email_id', value: email });
    if (found.kind === 'failed') return { kind: 'unread', message: `Brevo: ${found.answer.message}` };
    return found.kind === 'found' ? { kind: 'found', id: found.contact.id } : found;
  } catch (error) {
    if (!signal.aborted) throw error;
    return { kind: 'unread', message: 'Brevo did not answer in time' };
  }
}
