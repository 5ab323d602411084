/** A customer as the emulated store keeps it. Ids are strings of digits; times are milliseconds since 1970. */
export interface StoreCustomer {
  id: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  locale: string;
  note: string | null;
  state: 'ENABLED' | 'DISABLED' | 'INVITED' | 'DECLINED';
  verifiedEmail: boolean;
  taxExempt: boolean;
  tags: string[];
  orders: { name: string; total: number; processedAt: number }[];
  address: StoreAddress | null;
  emailConsent: Consent;
  smsConsent: Consent;
  metafields: Record<string, { type: string; value: string }>;
  predictedSpendTier: 'HIGH' | 'MEDIUM' | 'LOW' | null;
  createdAt: number;
  updatedAt: number;
}

export type EmailState = 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'NOT_SUBSCRIBED' | 'PENDING';

export interface Consent {
  /** NOT_SUBSCRIBED is shown as NEVER_SUBSCRIBED for SMS (facts section 5). */
  state: EmailState;
  level: 'SINGLE_OPT_IN' | 'CONFIRMED_OPT_IN' | 'UNKNOWN' | null;
  at: number | null;
}

export interface StoreAddress {
  address1: string | null;
  city: string | null;
  zip: string | null;
  country: string | null;
  countryCode: string | null;
  phone: string | null;
}

export interface NewCustomer {
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  phone?: string | null;
  note?: string | null;
  tags?: string[];
  locale?: string;
  address?: Partial<StoreAddress> | null;
  emailState?: EmailState;
  smsState?: EmailState;
  /** When the consents were given. */
  consentAt?: number;
  orders?: { total: number; processedAt: number }[];
  predictedSpendTier?: StoreCustomer['predictedSpendTier'];
  createdAt?: number;
}

/** What happened, for the webhooks. */
export interface StoreEvent {
  topic: string;
  payload: Record<string, unknown>;
  at: number;
}

/** One store: customers and what changes them. Each change says which webhooks Shopify would send for it. */
export class Shop {
  readonly domain: string;
  readonly customers = new Map<string, StoreCustomer>();
  /** Who has an address or a number, so that a large store is made quickly. */
  readonly #byEmail = new Map<string, string>();
  readonly #byPhone = new Map<string, string>();
  readonly #now: () => number;
  readonly #emit: (event: StoreEvent) => void;
  nextId = 7_000_000_000_001n;
  installed = false;
  scopes: string[] = [];
  name = 'Zonnebloem';
  timeZone = 'Europe/Amsterdam';
  currency = 'EUR';
  countryCode = 'NL';

  constructor(domain: string, now: () => number, emit: (shop: Shop, event: StoreEvent) => void) {
    this.domain = domain;
    this.#now = now;
    this.#emit = (event) => emit(this, event);
  }

  customer(id: string): StoreCustomer {
    const found = this.customers.get(id);
    if (!found) throw new Error(`No customer ${id}`);
    return found;
  }

  createCustomer(input: NewCustomer, silent = false): StoreCustomer {
    const now = input.createdAt ?? this.#now();
    this.#refuseTaken(input.email ?? null, input.phone ?? null, null);
    const consent = (state: EmailState | undefined): Consent => ({
      state: state ?? 'NOT_SUBSCRIBED',
      level: state === undefined || state === 'NOT_SUBSCRIBED' ? null : 'SINGLE_OPT_IN',
      at: state === undefined || state === 'NOT_SUBSCRIBED' ? null : (input.consentAt ?? now),
    });
    const customer: StoreCustomer = {
      id: String(this.nextId++),
      firstName: input.firstName ?? null,
      lastName: input.lastName ?? null,
      email: input.email ?? null,
      phone: input.phone ?? null,
      locale: input.locale ?? 'nl',
      note: input.note ?? null,
      state: 'DISABLED',
      verifiedEmail: true,
      taxExempt: false,
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
    this.customers.set(customer.id, customer);
    this.#index(customer);
    if (!silent) {
      this.#told('customers/create', customer);
      if (customer.emailConsent.at !== null) this.#toldEmailConsent(customer);
      if (customer.tags.length > 0) this.#toldTags(customer, 'customer.tags_added', customer.tags);
    }
    return customer;
  }

  updateCustomer(id: string, input: NewCustomer): StoreCustomer {
    const customer = this.customer(id);
    this.#refuseTaken(input.email ?? null, input.phone ?? null, id);
    this.#unindex(customer);
    for (const key of ['firstName', 'lastName', 'email', 'phone', 'note', 'locale'] as const) {
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

  setEmailConsent(id: string, state: EmailState, at = this.#now()): void {
    const customer = this.customer(id);
    if (customer.email === null) throw new Error('Customer must have an email to update marketing consent');
    customer.emailConsent = {
      state,
      level: state === 'SUBSCRIBED' ? 'SINGLE_OPT_IN' : customer.emailConsent.level,
      at,
    };
    this.#touch(customer);
    this.#toldEmailConsent(customer);
    this.#told('customers/update', customer);
  }

  setSmsConsent(id: string, state: EmailState, at = this.#now()): void {
    const customer = this.customer(id);
    if (customer.phone === null)
      throw new Error('Customer must have a phone number to update marketing consent');
    customer.smsConsent = {
      state,
      level: state === 'SUBSCRIBED' ? 'SINGLE_OPT_IN' : customer.smsConsent.level,
      at,
    };
    this.#touch(customer);
    this.#emit({
      topic: 'customers_marketing_consent/update',
      at: customer.updatedAt,
      payload: {
        id: BigInt(id),
        phone: customer.phone,
        sms_marketing_consent: {
          state: state.toLowerCase(),
          opt_in_level: customer.smsConsent.level?.toLowerCase() ?? null,
          consent_updated_at: new Date(at).toISOString(),
          consent_collected_from: 'shopify',
        },
      },
    });
    this.#told('customers/update', customer);
  }

  addTags(id: string, tags: string[]): void {
    this.#setTags(this.customer(id), [...this.customer(id).tags, ...tags]);
  }

  removeTags(id: string, tags: string[]): void {
    this.#setTags(
      this.customer(id),
      this.customer(id).tags.filter((tag) => !tags.includes(tag)),
    );
  }

  setMetafield(id: string, key: string, type: string, value: string | null): void {
    const customer = this.customer(id);
    if (value === null) delete customer.metafields[key];
    else customer.metafields[key] = { type, value };
    this.#touch(customer);
    this.#told('customers/update', customer);
  }

  placeOrder(id: string, order: { total: number; processedAt?: number }): void {
    const customer = this.customer(id);
    customer.orders.push({
      name: `#${1001 + customer.orders.length}`,
      total: order.total,
      processedAt: order.processedAt ?? this.#now(),
    });
    this.#touch(customer);
    this.#emit({
      topic: 'customers/purchasing_summary',
      at: customer.updatedAt,
      payload: {
        customerId: gid(id),
        numberOfOrders: customer.orders.length,
        amountSpent: { amount: spent(customer), currencyCode: this.currency },
        lastOrderId: `gid://shopify/Order/${id}${customer.orders.length}`,
        occurredAt: new Date(customer.updatedAt).toISOString(),
      },
    });
  }

  deleteCustomer(id: string): void {
    this.#unindex(this.customer(id));
    this.customers.delete(id);
    this.#emit({
      topic: 'customers/delete',
      at: this.#now(),
      payload: { id: BigInt(id), tax_exemptions: [], admin_graphql_api_id: gid(id) },
    });
  }

  /** The kept customer takes over orders and tags, and the other's address where it has none. */
  mergeCustomers(keepId: string, dropId: string, keepEmailOf: 'kept' | 'dropped' = 'kept'): void {
    const kept = this.customer(keepId);
    const dropped = this.customer(dropId);
    this.#unindex(kept);
    this.#unindex(dropped);
    this.customers.delete(dropId);
    kept.orders.push(...dropped.orders);
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
    this.#emit({
      topic: 'customers/merge',
      at: kept.updatedAt,
      payload: {
        admin_graphql_api_customer_kept_id: gid(keepId),
        admin_graphql_api_customer_deleted_id: gid(dropId),
        admin_graphql_api_job_id: null,
        status: 'completed',
        errors: [],
      },
    });
    this.#told('customers/update', kept);
    this.#emit({
      topic: 'customers/delete',
      at: kept.updatedAt,
      payload: { id: BigInt(dropId), tax_exemptions: [], admin_graphql_api_id: gid(dropId) },
    });
  }

  /** The request to erase; the customer is usually deleted already. */
  redactCustomer(id: string, address: { email?: string | null; phone?: string | null } = {}): void {
    const customer = this.customers.get(id);
    this.#emit({
      topic: 'customers/redact',
      at: this.#now(),
      payload: {
        shop_id: 1,
        shop_domain: this.domain,
        customer: {
          id: BigInt(id),
          email: address.email ?? customer?.email ?? null,
          phone: address.phone ?? customer?.phone ?? null,
        },
        orders_to_redact: [],
      },
    });
  }

  emit(topic: string, payload: Record<string, unknown>): void {
    this.#emit({ topic, payload, at: this.#now() });
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
    if (email !== null && taken(this.#byEmail.get(email.toLowerCase())))
      throw new Error('Email has already been taken');
    if (phone !== null && taken(this.#byPhone.get(phone))) throw new Error('Phone has already been taken');
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

  #toldTags(customer: StoreCustomer, topic: string, tags: string[]): void {
    const at = customer.updatedAt;
    this.#emit({
      topic,
      at,
      payload: { customerId: gid(customer.id), tags, occurredAt: new Date(at).toISOString() },
    });
  }

  #toldEmailConsent(customer: StoreCustomer): void {
    const { state, level, at } = customer.emailConsent;
    this.#emit({
      topic: 'customers_email_marketing_consent/update',
      at: customer.updatedAt,
      payload: {
        customer_id: BigInt(customer.id),
        email_address: customer.email,
        email_marketing_consent: {
          state: state.toLowerCase(),
          opt_in_level: level?.toLowerCase() ?? null,
          consent_updated_at: at === null ? null : new Date(at).toISOString(),
        },
      },
    });
  }

  /** Since 2025-01 the customer webhooks carry neither tags nor consent nor order figures (facts section 2). */
  #told(topic: string, customer: StoreCustomer): void {
    this.#emit({
      topic,
      at: customer.updatedAt,
      payload: {
        id: BigInt(customer.id),
        admin_graphql_api_id: gid(customer.id),
        created_at: new Date(customer.createdAt).toISOString(),
        updated_at: new Date(customer.updatedAt).toISOString(),
        first_name: customer.firstName,
        last_name: customer.lastName,
        state: customer.state.toLowerCase(),
        note: customer.note,
        verified_email: customer.verifiedEmail,
        multipass_identifier: null,
        tax_exempt: customer.taxExempt,
        tax_exemptions: [],
        email: customer.email,
        phone: customer.phone,
        currency: this.currency,
        addresses: [],
        default_address: null,
      },
    });
  }
}

export function gid(id: string): string {
  return `gid://shopify/Customer/${id}`;
}

export function spent(customer: StoreCustomer): string {
  return customer.orders.reduce((sum, order) => sum + order.total, 0).toFixed(2);
}

function fullAddress(address: Partial<StoreAddress>): StoreAddress {
  return { address1: null, city: null, zip: null, country: null, countryCode: null, phone: null, ...address };
}
