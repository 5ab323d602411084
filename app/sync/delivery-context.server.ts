import type { OptOut } from '../domain/consent.ts';
import type { Customer } from '../domain/customer.ts';
import type { MappedContact } from '../domain/mapping.ts';
import { phoneDigits } from '../domain/phone.ts';
import type { BrevoAccount, Ports } from '../ports.ts';
import { adopt } from './adopt.server.ts';
import type { DeliveryContext } from './delivery.ts';
import { customerKey, readLinks, readLinksByContact, saveLinks } from './link.sql.ts';
import { type Channel, forgetOptOut, readOptOuts, readSaidByOther, rememberOptOut } from './opt-out.sql.ts';
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
    remember(channel, address, optOut) {
      const fingerprint = addressFingerprint(ports, channel, address);
      // The next customer of the address may be in the same batch.
      foreseen.delete(`${channel}:${fingerprint}`);
      return rememberOptOut(pool, shopId, channel, fingerprint, optOut);
    },
    forget(channel, address, optOut) {
      const fingerprint = addressFingerprint(ports, channel, address);
      foreseen.delete(`${channel}:${fingerprint}`);
      return forgetOptOut(pool, shopId, channel, fingerprint, optOut);
    },
    saidByOther: (channel, optOut, address, customer) =>
      readSaidByOther(pool, shopId, channel, optOut, address, customer),
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
    adopt: (item, contact, losing) => adopt(ports, shopId, item, contact, losing),
  };
}
