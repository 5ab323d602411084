import type { ContactKey } from '../../app/ports.ts';
import { type BrevoWorld, type ContactView, view } from '../../sandbox/brevo/world.ts';
import type { ShopifyWorld } from '../../sandbox/shopify/world.ts';
import { addressOf, customerOf, type Memory, mayLift } from './model.ts';

type Write = 'create' | 'update' | 'remove';

/**
 * Looks at every write as it goes out: never two on one contact at once, and never a block lifted, nobody made open, and
 * nobody subscribed in the store, whose newest explicit word is a no.
 */
export class Watch {
  readonly violations: string[] = [];
  readonly #memory: Memory;
  readonly #brevo: BrevoWorld;
  readonly #shopify: ShopifyWorld;
  readonly #wanted = new Set<string>();
  /** Writes that said `false` to a block, judged one by one. */
  #lifts = 0;

  constructor(memory: Memory, brevo: BrevoWorld, shopify: ShopifyWorld) {
    this.#memory = memory;
    this.#brevo = brevo;
    this.#shopify = shopify;
  }

  /** From the wish to write until the answer. */
  wanted(name: Write, args: unknown[]): () => void {
    const subject = subjectOf(name, args);
    if (this.#wanted.has(subject)) this.violations.push(`two writes of ${subject} at the same time`);
    this.#wanted.add(subject);
    return () => this.#wanted.delete(subject);
  }

  /** A drain has ended: nothing of it may be under way. */
  drained(): void {
    for (const subject of this.#wanted)
      this.violations.push(`a drain ended while it was still writing ${subject}`);
    this.#wanted.clear();
  }

  async sent(name: Write, args: unknown[], run: () => Promise<unknown>): Promise<unknown> {
    const { contacts } = this.#brevo.account();
    const body = (name === 'create' ? args[0] : (args[1] ?? {})) as Record<string, unknown>;
    const key = name === 'create' ? null : (args[0] as ContactKey);
    const contact = key?.type === 'contact_id' ? contacts.byId.get(key.value) : undefined;
    const before = contact && view(contact);
    const known = new Set(contacts.byId.keys());
    try {
      return await run();
    } finally {
      const made =
        name === 'create'
          ? [...contacts.byId.values()].find((c) => !known.has(c.id) && c.email === body.email)
          : undefined;
      const now = key ? contacts.byId.get(Number(key.value)) : made;
      const after = now && view(now);
      if (saysFalse(body)) this.#lifts += 1;
      if (after) this.#judge(before, after, body, name === 'create');
    }
  }

  /** An import writes many at once, some of whom may be blocked since it was put together. */
  async imported<T>(run: () => Promise<T>): Promise<T> {
    const before = new Map(this.#brevo.contacts().map((contact) => [contact.id, contact]));
    try {
      return await run();
    } finally {
      for (const after of this.#brevo.contacts())
        this.#judge(before.get(after.id), after, { email: after.email }, !before.has(after.id));
    }
  }

  /** The vendors' own logs, once it is over: no lift and no subscribe went by another way than the one that is watched. */
  logs(): string[] {
    const lifts = this.#brevo.calls.filter(
      ({ method, path, body }) => method !== 'GET' && !path.startsWith('/contacts/import') && saysFalse(body),
    );
    const subscribes = this.#shopify.calls.filter(({ variables }) =>
      /"marketingState":"(SUBSCRIBED|PENDING)"/.test(JSON.stringify(variables)),
    );
    return [
      ...(lifts.length > this.#lifts ? ['a block was lifted by a call that nobody judged'] : []),
      ...subscribes.map(({ operation }) => `${operation} subscribed somebody in the store`),
    ];
  }

  #judge(
    before: ContactView | undefined,
    after: ContactView,
    body: Record<string, unknown>,
    created: boolean,
  ): void {
    for (const [channel, flag] of [
      ['email', 'emailBlacklisted'],
      ['sms', 'smsBlacklisted'],
    ] as const) {
      const lifted = before?.[flag] === true && !after[flag];
      if (body[flag] === false || lifted) {
        const moved = (body.attributes as { EMAIL?: string } | undefined)?.EMAIL;
        const person = { ...after, email: moved ?? after.email };
        const why = mayLift(this.#memory, this.#shopify.shop(), person, channel);
        if (why)
          this.violations.push(`${flag} of contact ${after.id} (${after.email}) was lifted, but ${why}`);
      }
      if (!created || after[flag] || before) continue;
      const customer = customerOf(this.#shopify.shop(), after);
      const word = channel === 'email' ? customer?.emailConsent : customer?.smsConsent;
      const held =
        customer &&
        addressOf(customer, channel) !== null &&
        (channel === 'email' || after.attributes.SMS !== undefined);
      if (
        held &&
        word?.state === 'UNSUBSCRIBED' &&
        body.email === after.email &&
        after.createdAt === after.modifiedAt
      )
        this.violations.push(`contact ${after.id} (${after.email}) was made open, but said no (${channel})`);
    }
  }
}

function subjectOf(name: Write, args: unknown[]): string {
  if (name !== 'create') return `${(args[0] as ContactKey).type}:${(args[0] as ContactKey).value}`;
  const body = args[0] as { email?: string; attributes?: { SMS?: string } };
  return `new:${body.email ?? body.attributes?.SMS}`;
}

/** Anywhere in the body. */
function saysFalse(body: unknown): boolean {
  return /"(email|sms)Blacklist(ed)?":false/.test(JSON.stringify(body) ?? '');
}
