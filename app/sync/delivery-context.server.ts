import type { OptOut } from '../domain/consent.ts';
import type { Customer } from '../domain/customer.ts';
import type { MappedContact } from '../domain/mapping.ts';
import { phoneDigits } from '../domain/phone.ts';
import type { BrevoAccount, Ports } from '../ports.ts';
import type { DeliveryContext } from './delivery.ts';
import {
  type Channel,
  customerKey,
  forgetOptOut,
  readLinks,
  readLinksByContact,
  readOptOuts,
  readSaidByOther,
  rememberOptOut,
  saveLinks,
} from './link.sql.ts';
import { upsertPending } from './pending.sql.ts';
import type { ShopRuntime } from './shop-runtime.server.ts';

/** What an opt-out is remembered by: a keyed hash of the address in the form in which two are compared. */
export function addressFingerprint(ports: Pick<Ports, 'secrets'>, channel: Channel, address: string): string {
  return ports.secrets.fingerprint(channel === 'email' ? address.trim().toLowerCase() : phoneDigits(address));
}

/** The opt-outs of the addresses these customers have, as `channel:fingerprint`, in one query; null where there is none. */
export async function optOutsOf(
  ports: Ports,
  shopId: number,
  customers: readonly Customer[],
  map: (customer: Customer) => MappedContact,
): Promise<Map<string, OptOut | null>> {
  const addresses: { channel: Channel; fingerprint: string }[] = [];
  const add = (channel: Channel, address: string) =>
    addresses.push({ channel, fingerprint: addressFingerprint(ports, channel, address) });
  for (const customer of customers) {
    const { email, attributes } = map(customer);
    if (email !== null) add('email', email);
    if (typeof attributes.SMS === 'string') add('sms', attributes.SMS);
  }
  const found = await readOptOuts(ports.db.pool, shopId, addresses);
  return new Map(
    addresses.map(({ channel, fingerprint }) => {
      const name = `${channel}:${fingerprint}`;
      return [name, found.get(name) ?? null];
    }),
  );
}

/** The context of deliveries of one shop; `clash` defers until the drain resolves clashes one after the other. */
export function deliveryContext(
  ports: Ports,
  runtime: Pick<ShopRuntime, 'shop' | 'policy'>,
  account: Pick<BrevoAccount, 'contacts'>,
  map: (customer: Customer) => MappedContact,
): DeliveryContext {
  const shopId = runtime.shop.id;
  const { pool } = ports.db;
  const entered = new Map<number, string>();
  const handedOver = new Set<string>();
  const foreseen = new Map<string, OptOut | null>();
  const mapped = new WeakMap<Customer, MappedContact>();
  const mapOnce = (customer: Customer) => {
    const known = mapped.get(customer) ?? map(customer);
    mapped.set(customer, known);
    return known;
  };
  return {
    round: 0,
    ports,
    shop: runtime.shop,
    policy: runtime.policy,
    map: mapOnce,
    contacts: account.contacts,
    source: (name) => ports.source(name),
    async foresee(customers) {
      foreseen.clear();
      for (const [name, optOut] of await optOutsOf(ports, shopId, customers, mapOnce))
        foreseen.set(name, optOut);
    },
    async optOut(channel, address) {
      const fingerprint = addressFingerprint(ports, channel, address);
      const name = `${channel}:${fingerprint}`;
      const known = foreseen.get(name);
      // Once: whoever asks again does so because something was written since.
      foreseen.delete(name);
      if (known !== undefined) return known;
      const found = await readOptOuts(pool, shopId, [{ channel, fingerprint }]);
      return found.get(name) ?? null;
    },
    remember: (channel, address, optOut) =>
      rememberOptOut(pool, shopId, channel, addressFingerprint(ports, channel, address), optOut),
    forget: (channel, address, optOut) =>
      forgetOptOut(pool, shopId, channel, addressFingerprint(ports, channel, address), optOut),
    saidByOther: (channel, optOut, address, customer) =>
      readSaidByOther(pool, shopId, channel, optOut, address, customer),
    handOver(holder, { id, modifiedAt }) {
      if (modifiedAt === null || holder.syncedAt === null || modifiedAt > holder.syncedAt) return;
      if (holder.emailBlocked && holder.emailConsent?.state === 'unsubscribed') handedOver.add(`email:${id}`);
      if (holder.smsBlocked && holder.smsConsent?.state === 'unsubscribed') handedOver.add(`sms:${id}`);
    },
    formerBlock: (channel, known) => typeof known !== 'string' && handedOver.has(`${channel}:${known.id}`),
    holders: (brevoId) => readLinksByContact(pool, shopId, brevoId),
    enter({ row }, brevoId) {
      const key = customerKey(row);
      if ((entered.get(brevoId) ?? key) !== key) return false;
      entered.set(brevoId, key);
      return true;
    },
    leave({ row }) {
      for (const [brevoId, key] of entered) if (key === customerKey(row)) entered.delete(brevoId);
    },
    clash: async () => 'defer',
    async readLink({ row }) {
      return (await readLinks(pool, shopId, [row])).get(customerKey(row)) ?? null;
    },
    saveLink: (link) => saveLinks(pool, [link], new Date(ports.now())),
    async evict(holder) {
      const now = new Date(ports.now());
      await saveLinks(
        pool,
        [{ ...holder, brevoId: null, contentHash: null, filled: [], extIdSent: false }],
        now,
      );
      if (holder.state !== 'synced') return;
      await upsertPending(
        pool,
        [
          {
            shopId,
            source: holder.source,
            customerId: holder.customerId,
            changeId: ports.newId(),
            kind: 'upsert',
            event: 'contact_taken_over',
            occurredAt: now,
            force: true,
          },
        ],
        now,
      );
    },
  };
}
