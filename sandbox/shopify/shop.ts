import { randomUUID } from 'node:crypto';
import {
  type Consent,
  type EmailState,
  fullAddress,
  type NewCustomer,
  type StoreCustomer,
  type StoreEvent,
} from './store-customer.ts';
import {
  customerPayload,
  deletePayload,
  emailConsentPayload,
  mergePayload,
  privacyPayload,
  smsConsentPayload,
  summaryPayload,
  tagsPayload,
} from './webhook-payloads.ts';

export type { EmailState, NewCustomer, StoreAddress, StoreCustomer } from './store-customer.ts';

/** Customers that are not kept but made when asked for (a store of a million). */
export interface MadeCustomers extends Map<string, StoreCustomer> {
  /** Changes of what was made stay from now on; true when it was not kept yet. */
  keep(customer: StoreCustomer): boolean;
  holderOf(address: { email?: string; phone?: string }): string | undefined;
}

/** One store: customers and what changes them. Each change says which webhooks Shopify would send for it. */
export class Shop {
  readonly domain: string;
  customers: Map<string, StoreCustomer> = new Map();
  /** Who has an address or a number, so that a large store is made quickly. */
  readonly #byEmail = new Map<string, string>();
  readonly #byPhone = new Map<string, string>();
  #made: MadeCustomers | undefined;
  readonly #now: () => number;
  readonly #emit: (event: StoreEvent) => void;
  /** What is going on now: all that is told of it carries this. */
  #eventId = '';
  nextId = 7_000_000_000_001n;
  installed = false;
  scopes: string[] = [];
  /** Without read_all_orders an app sees the orders of 60 days (facts section 6); null: all of them. */
  orderWindowDays: number | null = null;
  /** Fields that the merchant defined for customers. */
  metafieldDefinitions = [
    { namespace: 'custom', key: 'customer_tier', name: 'Customer tier', type: 'single_line_text_field' },
    { namespace: 'custom', key: 'birthday', name: 'Birthday', type: 'date' },
    { namespace: 'custom', key: 'loyalty_points', name: 'Loyalty points', type: 'number_integer' },
    { namespace: 'custom', key: 'interests', name: 'Interests', type: 'list.single_line_text_field' },
  ];
  name = 'Zonnebloem';
  timeZone = 'Europe/Amsterdam';
  currency = 'EUR';
  countryCode = 'NL';

  constructor(domain: string, now: () => number, emit: (shop: Shop, event: StoreEvent) => void) {
    this.domain = domain;
    this.#now = now;
    this.#emit = (event) => emit(this, event);
  }

  now(): number {
    return this.#now();
  }

  /** Takes made customers in place of the kept ones; the store must be empty. */
  takeMade(made: MadeCustomers): void {
    this.customers = made;
    this.#made = made;
  }

  /** A customer, to be looked at and to be changed. */
  customer(id: string): StoreCustomer {
    const found = this.customers.get(id);
    if (!found) throw new Error(`No customer ${id}`);
    if (this.#made?.keep(found)) this.#index(found);
    return found;
  }

  createCustomer(input: NewCustomer): StoreCustomer {
    this.#refuseTaken(input.email ?? null, input.phone ?? null, null);
    const customer = newCustomer(String(this.nextId++), input, input.createdAt ?? this.#now());
    this.put(customer);
    this.#begin();
    this.#told('customers/create', customer);
    if (customer.emailConsent.at !== null) this.#toldEmailConsent(customer);
    if (customer.phone !== null && customer.smsConsent.at !== null) this.#toldSmsConsent(customer);
    if (customer.tags.length > 0) this.#toldTags(customer, 'customer.tags_added', customer.tags);
    return customer;
  }

  /** A customer who was always there: nobody is told. */
  put(customer: StoreCustomer): void {
    this.customers.set(customer.id, customer);
    this.#index(customer);
  }

  updateCustomer(id: string, input: NewCustomer): StoreCustomer {
    const customer = this.customer(id);
    this.#refuseTaken(input.email ?? null, input.phone ?? null, id);
    this.#begin();
    this.#unindex(customer);
    for (const key of ['firstName', 'lastName', 'email', 'phone', 'note', 'locale', 'taxExempt'] as const) {
      if (input[key] !== undefined) Object.assign(customer, { [key]: input[key] });
    }
    this.#index(customer);
    if (input.address !== undefined)
      customer.address = input.address && fullAddress({ ...customer.address, ...input.address });
    if (input.predictedSpendTier !== undefined) customer.predictedSpendTier = input.predictedSpendTier;
    this.#touch(customer);
    this.#told('customers/update', customer);
    if (input.tags) this.#setTags(customer, input.tags);
    return customer;
  }

  /** The customer's account in the store: invited and enabled, or closed. */
  setState(id: string, state: StoreCustomer['state']): void {
    const customer = this.customer(id);
    if (customer.state === state) return;
    this.#begin();
    customer.state = state;
    this.#touch(customer);
    if (state === 'ENABLED') this.#told('customers/enable', customer);
    if (state === 'DISABLED') this.#told('customers/disable', customer);
    this.#told('customers/update', customer);
  }

  setEmailConsent(id: string, state: EmailState, at = this.#now()): void {
    const customer = this.customer(id);
    if (customer.email === null) throw new Error('Customer must have an email to update marketing consent');
    this.#begin();
    customer.emailConsent = changed(customer.emailConsent, state, at);
    this.#touch(customer);
    this.#toldEmailConsent(customer);
    this.#told('customers/update', customer);
  }

  setSmsConsent(id: string, state: EmailState, at = this.#now()): void {
    const customer = this.customer(id);
    if (customer.phone === null)
      throw new Error('Customer must have a phone number to update marketing consent');
    this.#begin();
    customer.smsConsent = changed(customer.smsConsent, state, at);
    this.#touch(customer);
    this.#toldSmsConsent(customer);
    this.#told('customers/update', customer);
  }

  addTags(id: string, tags: string[]): void {
    this.#begin();
    this.#setTags(this.customer(id), [...this.customer(id).tags, ...tags]);
  }

  removeTags(id: string, tags: string[]): void {
    this.#begin();
    this.#setTags(
      this.customer(id),
      this.customer(id).tags.filter((tag) => !tags.includes(tag)),
    );
  }

  setMetafield(id: string, key: string, type: string, value: string | null): void {
    const customer = this.customer(id);
    this.#begin();
    if (value === null) delete customer.metafields[key];
    else customer.metafields[key] = { type, value };
    this.#touch(customer);
    this.#told('customers/update', customer);
  }

  placeOrder(id: string, order: { total: number; processedAt?: number }): void {
    const customer = this.customer(id);
    this.#begin();
    customer.orders.push({
      name: `#${1001 + customer.orders.length}`,
      total: order.total,
      processedAt: order.processedAt ?? this.#now(),
    });
    this.#touch(customer);
    this.#send('customers/purchasing_summary', customer.updatedAt, summaryPayload(customer, this.currency));
  }

  deleteCustomer(id: string): void {
    this.#begin();
    this.#unindex(this.customer(id));
    this.customers.delete(id);
    this.#send('customers/delete', this.#now(), deletePayload(id));
  }

  /** The kept customer takes over orders and tags, and the other's address where it has none. */
  mergeCustomers(keepId: string, dropId: string, keepEmailOf: 'kept' | 'dropped' = 'kept'): void {
    const kept = this.customer(keepId);
    const dropped = this.customer(dropId);
    this.#begin();
    this.#unindex(kept);
    this.#unindex(dropped);
    this.customers.delete(dropId);
    kept.orders = [...kept.orders, ...dropped.orders].sort((a, b) => a.processedAt - b.processedAt);
    kept.tags = [...new Set([...kept.tags, ...dropped.tags])].sort();
    if (keepEmailOf === 'dropped' || kept.email === null) {
      kept.email = dropped.email;
      kept.emailConsent = dropped.emailConsent;
    }
    if (kept.phone === null) {
      kept.phone = dropped.phone;
      kept.smsConsent = dropped.smsConsent;
    }
    this.#index(kept);
    this.#touch(kept);
    this.#send('customers/merge', kept.updatedAt, mergePayload(keepId, dropId));
    this.#told('customers/update', kept);
    this.#send('customers/delete', kept.updatedAt, deletePayload(dropId));
  }

  /** The request to erase; the customer is usually deleted already. */
  redactCustomer(id: string, address: { email?: string | null; phone?: string | null } = {}): void {
    this.emit('customers/redact', {
      ...privacyPayload(this.domain, id, this.#addressOf(id, address)),
      orders_to_redact: [],
    });
  }

  /** The request to hand over what is stored of a person. */
  requestData(id: string): void {
    this.emit('customers/data_request', {
      ...privacyPayload(this.domain, id, this.#addressOf(id, {})),
      orders_requested: [],
      data_request: { id: 9_001 },
    });
  }

  emit(topic: string, payload: Record<string, unknown>): void {
    this.#begin();
    this.#send(topic, this.#now(), payload);
  }

  #addressOf(id: string, known: { email?: string | null; phone?: string | null }) {
    const customer = this.customers.get(id);
    return {
      email: known.email ?? customer?.email ?? null,
      phone: known.phone ?? customer?.phone ?? null,
    };
  }

  #setTags(customer: StoreCustomer, tags: string[]): void {
    const before = customer.tags;
    customer.tags = [...new Set(tags.map((tag) => tag.trim()).filter(Boolean))].sort();
    const added = customer.tags.filter((tag) => !before.includes(tag));
    const removed = before.filter((tag) => !customer.tags.includes(tag));
    if (added.length + removed.length === 0) return;
    this.#touch(customer);
    if (added.length > 0) this.#toldTags(customer, 'customer.tags_added', added);
    if (removed.length > 0) this.#toldTags(customer, 'customer.tags_removed', removed);
    this.#told('customers/update', customer);
  }

  #refuseTaken(email: string | null, phone: string | null, self: string | null): void {
    const taken = (holder: string | undefined) => holder !== undefined && holder !== self;
    if (email !== null && taken(this.#byEmail.get(email.toLowerCase()) ?? this.#made?.holderOf({ email })))
      throw new Error('Email has already been taken');
    if (phone !== null && taken(this.#byPhone.get(phone) ?? this.#made?.holderOf({ phone })))
      throw new Error('Phone has already been taken');
  }

  #index({ id, email, phone }: StoreCustomer): void {
    if (email !== null) this.#byEmail.set(email.toLowerCase(), id);
    if (phone !== null) this.#byPhone.set(phone, id);
  }

  #unindex({ email, phone }: StoreCustomer): void {
    if (email !== null) this.#byEmail.delete(email.toLowerCase());
    if (phone !== null) this.#byPhone.delete(phone);
  }

  #touch(customer: StoreCustomer): void {
    customer.updatedAt = Math.max(this.#now(), customer.updatedAt + 1);
  }

  #begin(): void {
    this.#eventId = randomUUID();
  }

  #send(topic: string, at: number, payload: Record<string, unknown>): void {
    this.#emit({ topic, at, payload, eventId: this.#eventId });
  }

  #told(topic: string, customer: StoreCustomer): void {
    this.#send(topic, customer.updatedAt, customerPayload(customer, this.currency));
  }

  #toldTags(customer: StoreCustomer, topic: string, tags: string[]): void {
    this.#send(topic, customer.updatedAt, tagsPayload(customer, tags));
  }

  #toldEmailConsent(customer: StoreCustomer): void {
    const payload = emailConsentPayload(customer);
    this.#send('customers_email_marketing_consent/update', customer.updatedAt, payload);
  }

  #toldSmsConsent(customer: StoreCustomer): void {
    this.#send('customers_marketing_consent/update', customer.updatedAt, smsConsentPayload(customer));
  }
}

function changed(before: Consent, state: EmailState, at: number): Consent {
  return { state, level: state === 'SUBSCRIBED' ? 'SINGLE_OPT_IN' : before.level, at };
}

/** A customer as the store makes it of what it is told. */
export function newCustomer(id: string, input: NewCustomer, now: number): StoreCustomer {
  const consent = (state: EmailState = 'NOT_SUBSCRIBED'): Consent => {
    const never = state === 'NOT_SUBSCRIBED';
    return { state, level: never ? null : 'SINGLE_OPT_IN', at: never ? null : (input.consentAt ?? now) };
  };
  return {
    id,
    firstName: input.firstName ?? null,
    lastName: input.lastName ?? null,
    email: input.email ?? null,
    phone: input.phone ?? null,
    locale: input.locale ?? 'nl',
    note: input.note ?? null,
    state: 'DISABLED',
    verifiedEmail: true,
    taxExempt: input.taxExempt ?? false,
    tags: [...(input.tags ?? [])].sort(),
    orders: (input.orders ?? []).map((order, i) => ({ name: `#${1001 + i}`, ...order })),
    address: input.address ? fullAddress(input.address) : null,
    emailConsent: consent(input.emailState),
    smsConsent: consent(input.smsState),
    metafields: {},
    predictedSpendTier: input.predictedSpendTier ?? null,
    createdAt: now,
    updatedAt: now,
  };
}
