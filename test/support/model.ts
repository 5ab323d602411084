import type { ContactView } from '../../sandbox/brevo/world.ts';
import type { EmailState, Shop, StoreCustomer } from '../../sandbox/shopify/shop.ts';

/**
 * What Brevo must look like, from the store's final state and what people did in Brevo. Shares no code with the app.
 *
 * Choices where the design is silent:
 * - A customer who said no in the store and moved to another address took that no along: it does not bind the next
 *   customer of the address. A no that was said in Brevo, or by a customer who is gone or has no address any more, stays
 *   with the address:
 * - An address that carries such a no of somebody else may end blocked or open for
 *   the customer who has it now; only a yes of that customer, given at this address and later than every such no and
 *   every act in Brevo on the contact, must open it. Whatever it ends as, list and block must agree.
 * - Customers who swap addresses exchange contacts. A block that came with the contact is lifted for a yes only; who never
 *   said a word may keep it.
 * - A block is never lifted without a yes. Who never said a word, and took over a number or an address that somebody who is
 *   gone had said no at, may keep that block when they move to another one.
 * - Brevo gives no time for a block; the contact's last change bounds it. A yes between the no and a later act of a
 *   person on the same contact may therefore count or not.
 * - A block that was lost with its contact (deleted by hand before the app ever read it) is not known to anybody.
 * - A block that a person lifted in Brevo by hand comes back where the customer's own word is no; where only Brevo's
 *   side said no, that person may have meant it.
 * - Under `soft` the contact of a deleted customer keeps its data, its address included, off the list. A contact that
 *   was left behind for another (the new address was taken) does as well.
 */
export const LIST = 2;

type Channel = 'email' | 'sms';

interface No {
  channel: Channel;
  /** The address as it was then. */
  address: string;
  contactId: number | null;
  customerId: string | null;
  at: number;
}

export class Memory {
  /** Steps counted, so that "before" and "after" can be told. */
  step = 0;
  readonly foreign = new Map<number, { seed: ContactView; step: number }>();
  readonly noes: No[] = [];
  /** The last act of a person on a contact in Brevo. */
  readonly touched = new Map<number, number>();
  readonly lastHeld = new Map<string, number>();
  readonly holders = new Map<string, Set<string>>();
  readonly redacted = new Set<string>();
  /** Something happened of which nobody tells: only a reconciliation finds it. */
  unheard = false;
  /** Contacts whose block a person lifted by hand. */
  readonly unblocked = new Set<number>();
  /** The address at which a customer gave the word that counts now. */
  readonly spokenAt = new Map<string, { at: number | null; address: string | null }>();
  /** Every yes that was ever seen, by customer and channel: for "was lifted in between". */
  readonly yeses: { customerId: string; channel: Channel; at: number }[] = [];

  /** Looks at the store after each step. */
  observe(shop: Shop): void {
    this.step += 1;
    for (const customer of shop.customers.values()) {
      for (const channel of ['email', 'sms'] as const) {
        const address = addressOf(customer, channel);
        const { state, at } = channel === 'email' ? customer.emailConsent : customer.smsConsent;
        const key = `${customer.id}:${channel}`;
        if (this.spokenAt.get(key)?.at !== at) this.spokenAt.set(key, { at, address });
        if (
          state === 'SUBSCRIBED' &&
          at !== null &&
          !this.yeses.some((y) => y.customerId === customer.id && y.at === at && y.channel === channel)
        )
          this.yeses.push({ customerId: customer.id, channel, at });
        if (address === null) continue;
        this.lastHeld.set(address, this.step);
        const holders = this.holders.get(address) ?? new Set();
        this.holders.set(address, holders.add(customer.id));
        if (
          state === 'UNSUBSCRIBED' &&
          !this.noes.some(
            (n) => n.customerId === customer.id && n.channel === channel && n.address === address,
          )
        )
          this.noes.push({ channel, address, contactId: null, customerId: customer.id, at: at ?? 0 });
      }
    }
  }

  saidNoInBrevo(contact: ContactView, channel: Channel, at: number): void {
    const address = channel === 'email' ? contact.email : contact.attributes.SMS;
    this.noes.push({ channel, address: String(address), contactId: contact.id, customerId: null, at });
    this.touched.set(contact.id, at);
  }
}

export function addressOf(customer: StoreCustomer, channel: Channel): string | null {
  if (channel === 'sms') return customer.phone === null ? null : customer.phone.replace('+', '');
  return customer.email?.includes('@') ? customer.email.toLowerCase() : null;
}

/** Who has a word to say about this contact: the store's customer who has its address now. */
export function customerOf(shop: Shop, contact: ContactView): StoreCustomer | undefined {
  const all = [...shop.customers.values()];
  return (
    all.find((c) => contact.email !== null && addressOf(c, 'email') === contact.email) ??
    all.find((c) => c.id === contact.extId) ??
    all.find((c) => addressOf(c, 'email') === null && addressOf(c, 'sms') === contact.attributes.SMS)
  );
}

/** Whether lifting a block of this contact is right at this moment: the newest explicit word known is a yes. */
export function mayLift(memory: Memory, shop: Shop, contact: ContactView, channel: Channel): string | null {
  const customer = customerOf(shop, contact);
  if (!customer) return 'nobody in the store has this address';
  const { state, at } = wordOf(customer, channel);
  if (state !== 'SUBSCRIBED') return `the customer's word is ${state}`;
  const newer = memory.noes.find(
    (no) => no.channel === channel && no.contactId === contact.id && no.at > (at ?? 0),
  );
  return newer ? 'an opt-out in Brevo is newer' : null;
}

function wordOf(customer: StoreCustomer, channel: Channel): { state: EmailState; at: number | null } {
  if (addressOf(customer, channel) === null) return { state: 'NOT_SUBSCRIBED', at: null };
  return channel === 'email' ? customer.emailConsent : customer.smsConsent;
}

/** A no in the store is its customer's: who has moved to another address took it along. */
function movedOn(shop: Shop, no: No, customer: StoreCustomer): boolean {
  const other = no.customerId === null ? undefined : shop.customers.get(no.customerId);
  return other !== undefined && other.id !== customer.id && addressOf(other, no.channel) !== null;
}

/** `either`: the design leaves it open (see above). */
function blockWanted(
  memory: Memory,
  shop: Shop,
  customer: StoreCustomer,
  contact: ContactView,
  channel: Channel,
): 'blocked' | 'open' | 'either' {
  const word = wordOf(customer, channel);
  if (word.state === 'UNSUBSCRIBED') return 'blocked';
  if (memory.unblocked.has(contact.id)) return 'either';
  const address = addressOf(customer, channel);
  const noes = memory.noes.filter(
    (no) =>
      no.channel === channel &&
      !(word.state === 'SUBSCRIBED' && movedOn(shop, no, customer)) &&
      (no.address === address || no.contactId === contact.id || no.customerId === customer.id) &&
      (word.state !== 'SUBSCRIBED' || no.customerId !== customer.id || no.at > (word.at ?? 0)),
  );
  if (noes.length === 0) {
    const email = addressOf(customer, 'email');
    const exchanged = email !== null && (memory.holders.get(email)?.size ?? 0) > 1;
    const somebody = memory.noes.some((no) => no.channel === channel);
    const formerly = memory.noes.some(
      (no) => no.channel === channel && memory.holders.get(no.address)?.has(customer.id),
    );
    return word.state !== 'SUBSCRIBED' && ((exchanged && somebody) || formerly) ? 'either' : 'open';
  }
  const onContact = noes.filter((no) => no.contactId === contact.id);
  if (word.state !== 'SUBSCRIBED') {
    const last = Math.max(...onContact.map((no) => no.at));
    const lifted = memory.yeses.some((yes) => yes.channel === channel && yes.at > last);
    return onContact.length > 0 && !lifted ? 'blocked' : 'either';
  }
  const yes = word.at ?? 0;
  if (onContact.some((no) => no.at > yes)) return 'blocked';
  const settled = noes.every((no) => no.at < yes) && (memory.touched.get(contact.id) ?? 0) < yes;
  const here = memory.spokenAt.get(`${customer.id}:${channel}`)?.address === address;
  return settled && here ? 'open' : 'either';
}

/** Everything in which Brevo is not as it must be. */
export function differences(memory: Memory, shop: Shop, contacts: ContactView[]): string[] {
  const faults: string[] = [];
  const expected = new Set<number>();
  const live = [...shop.customers.values()].filter((c) => !memory.redacted.has(c.id));
  for (const customer of live) {
    const email = addressOf(customer, 'email');
    const phone = addressOf(customer, 'sms');
    if (email === null && phone === null) {
      const left = contacts.find(
        (c) => c.extId === customer.id && c.listIds.includes(LIST) && !memory.foreign.has(c.id),
      );
      if (left) faults.push(`${customer.id} has no address, but contact ${left.id} is on the list`);
      continue;
    }
    const found = contacts.filter((c) => (email === null ? c.attributes.SMS === phone : c.email === email));
    const contact = found[0];
    if (!contact) {
      faults.push(`${customer.id} (${email ?? phone}) has no contact`);
      continue;
    }
    expected.add(contact.id);
    faults.push(...contactFaults(memory, shop, customer, contact, contacts));
  }
  for (const contact of contacts) {
    if (!expected.has(contact.id)) faults.push(...leftoverFaults(memory, shop, contact));
  }
  for (const id of memory.redacted) {
    if (contacts.some((c) => c.extId === id && !memory.foreign.has(c.id)))
      faults.push(`${id} was erased, but a contact has its id`);
    const foreign = [...memory.foreign.values()].flatMap((f) => [f.seed.email, f.seed.attributes.SMS]);
    for (const [address, holders] of memory.holders) {
      if (!holders.has(id) || holders.size > 1 || foreign.includes(address)) continue;
      if (contacts.some((c) => c.email === address || c.attributes.SMS === address))
        faults.push(`${id} was erased, but ${address} is there`);
    }
  }
  return faults;
}

function contactFaults(
  memory: Memory,
  shop: Shop,
  customer: StoreCustomer,
  contact: ContactView,
  contacts: ContactView[],
): string[] {
  const faults: string[] = [];
  const name = `${customer.id} (${contact.email ?? contact.attributes.SMS})`;
  const say = (what: string, wanted: unknown, got: unknown) => {
    if (JSON.stringify(wanted) !== JSON.stringify(got))
      faults.push(`${name}: ${what} must be ${JSON.stringify(wanted)}, is ${JSON.stringify(got)}`);
  };
  const idHolder = contacts.find((c) => c.extId === customer.id && c.id !== contact.id);
  const excused = idHolder !== undefined && memory.foreign.has(idHolder.id);
  if (!excused) say('ext_id', customer.id, contact.extId);
  const last = customer.orders.at(-1);
  const attributes: Record<string, unknown> = {
    FIRSTNAME: customer.firstName ?? undefined,
    LASTNAME: customer.lastName ?? undefined,
    TOTAL_ORDERS: customer.orders.length,
    TOTAL_SPENT: customer.orders.reduce((sum, order) => sum + order.total, 0),
    LAST_ORDER_DATE: last ? dayIn('Europe/Amsterdam', last.processedAt) : undefined,
    TAGS: customer.tags.length > 0 ? customer.tags.join(',') : undefined,
  };
  for (const [key, value] of Object.entries(attributes)) say(key, value, contact.attributes[key]);
  const phone = addressOf(customer, 'sms');
  const phoneHolder = contacts.find(
    (c) => c.attributes.SMS === phone && phone !== null && c.id !== contact.id,
  );
  if (phone === null) say('SMS', undefined, contact.attributes.SMS);
  else if (!(phoneHolder && memory.foreign.has(phoneHolder.id))) say('SMS', phone, contact.attributes.SMS);

  const listing = contact.email === null || addressOf(customer, 'email') === null ? 'sms' : 'email';
  for (const channel of ['email', 'sms'] as const) {
    if (addressOf(customer, channel) === null) continue;
    if (channel === 'sms' && contact.attributes.SMS !== phone) continue;
    const blocked = channel === 'email' ? contact.emailBlacklisted : contact.smsBlacklisted;
    const wanted = blockWanted(memory, shop, customer, contact, channel);
    if (wanted !== 'either') say(`${channel} blocked`, wanted === 'blocked', blocked);
    if (listing !== channel) continue;
    const subscribed = wordOf(customer, channel).state === 'SUBSCRIBED';
    if (!subscribed) say('on the list', false, contact.listIds.includes(LIST));
    else if (!blocked) say('on the list', true, contact.listIds.includes(LIST));
  }
  return faults;
}

/** Contacts that no live customer has: a foreign one is untouched, one of ours is off the list. */
function leftoverFaults(memory: Memory, shop: Shop, contact: ContactView): string[] {
  const name = `contact ${contact.id} (${contact.email ?? contact.attributes.SMS})`;
  const foreign = memory.foreign.get(contact.id);
  if (foreign) {
    const { seed, step } = foreign;
    const addresses = [seed.email, seed.attributes.SMS].filter((a): a is string => typeof a === 'string');
    const takenOver = addresses.some((a) => (memory.lastHeld.get(a) ?? -1) >= step);
    const plain = ({ modifiedAt: _, ...rest }: ContactView) => JSON.stringify(rest);
    if (plain(seed) === plain(contact)) return [];
    if (!takenOver) return [`${name} is foreign and was changed: ${plain(seed)} to ${plain(contact)}`];
  }
  const faults: string[] = [];
  if (contact.listIds.includes(LIST)) faults.push(`${name} belongs to nobody, but is on the list`);
  const namesake = contact.extId === null ? undefined : shop.customers.get(contact.extId);
  if (namesake && (addressOf(namesake, 'email') ?? addressOf(namesake, 'sms')) !== null)
    faults.push(`${name} belongs to nobody, but has the id of ${contact.extId}`);
  return faults;
}

function dayIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at);
}
