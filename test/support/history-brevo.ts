import type { ContactEvent } from '../../app/domain/contact-event.ts';
import { type BrevoWorld, type ContactView, view } from '../../sandbox/brevo/world.ts';
import { emailAt, PHONES, type Step } from './history-steps.ts';
import { LIST, type Memory } from './model.ts';

type Tamper = Extract<Step, { do: 'tamper' }>['how'];

/** What people do in Brevo. */
export class BrevoActs {
  readonly #brevo: BrevoWorld;
  readonly #memory: Memory;

  constructor(brevo: BrevoWorld, memory: Memory) {
    this.#brevo = brevo;
    this.#memory = memory;
  }

  /** Answers what Brevo's webhook tells of it, where it arrives. */
  play(next: Step): ContactEvent | null {
    if (next.do === 'foreign') this.#foreign(next);
    else if (next.do === 'brevo_no') return this.#no(next);
    else if (next.do === 'brevo_delete') return this.#delete(next);
    else if (next.do === 'tamper') this.#tamper(next.contact, next.how);
    return null;
  }

  #event(kind: ContactEvent['kind'], email: string): ContactEvent {
    const at = new Date(this.#brevo.now());
    return {
      kind,
      email,
      at,
      identity: `${kind} ${email} ${at.toISOString()}`,
      campaign: kind === 'unsubscribed',
    };
  }

  #foreign(next: Extract<Step, { do: 'foreign' }>): void {
    const { contacts } = this.#brevo.account();
    const email = emailAt(next.email);
    const phone = next.phone === null ? null : (PHONES[next.phone] as string).slice(1);
    const extId = next.extId === null ? null : String(7_000_000_000_001n + BigInt(next.extId));
    if (email === null && phone === null) return;
    if (email !== null && contacts.find('email', email)) return;
    if (phone !== null && contacts.find('SMS', phone)) return;
    if (extId !== null && contacts.find('ext_id', extId)) return;
    const seed = this.#brevo.seedContact({
      ...(email === null ? {} : { email }),
      ...(extId === null ? {} : { extId }),
      attributes: { 'DOUBLE_OPT-IN': '1', ...(phone === null ? {} : { SMS: phone }) },
      emailBlacklisted: next.blocked,
      listIds: next.listed ? [LIST] : [],
    });
    this.#memory.foreign.set(seed.id, { seed, step: this.#memory.step + 1 });
    if (next.blocked && email !== null) this.#memory.saidNoInBrevo(seed, 'email', this.#brevo.now());
  }

  #no({ email: position, channel, told }: Extract<Step, { do: 'brevo_no' }>): ContactEvent | null {
    const email = emailAt(position) as string;
    const contact = this.#brevo.account().contacts.find('email', email);
    if (!contact) return null;
    if (channel === 'email') this.#brevo.act({ kind: 'unsubscribe', email });
    else if (contact.attributes.SMS === undefined) return null;
    else {
      contact.smsBlacklisted = true;
      contact.modifiedAt = this.#brevo.now();
    }
    this.#memory.saidNoInBrevo(view(contact), channel, this.#brevo.now());
    this.#seen(view(contact));
    return told && channel === 'email' ? this.#event('unsubscribed', email) : null;
  }

  #delete({ email: position, told }: Extract<Step, { do: 'brevo_delete' }>): ContactEvent | null {
    const email = emailAt(position) as string;
    const contact = this.#brevo.account().contacts.find('email', email);
    if (!contact) return null;
    this.#brevo.act({ kind: 'delete', email });
    // What it held of others' comes free, and that is told of nobody.
    if (!told || this.#memory.foreign.has(contact.id)) this.#memory.unheard = true;
    return told ? this.#event('contact_deleted', email) : null;
  }

  /** Somebody edits a contact by hand, also a foreign one, which lets go of what it held. */
  #tamper(position: number, how: Tamper): void {
    const all = this.#brevo.contacts();
    const contact = all[position % all.length];
    if (!contact) return;
    const { id } = contact;
    const edit = (attributes: Record<string, string>) => this.#brevo.act({ kind: 'edit', id, attributes });
    try {
      if (how === 'name') edit({ FIRSTNAME: 'Somebody' });
      else if (how === 'no_phone') edit({ SMS: '' });
      else if (how === 'no_id') edit({ EXT_ID: '' });
      else if (how === 'off_list') this.#brevo.act({ kind: 'takeOffList', id, listId: LIST });
      else if (how === 'unblock') this.#brevo.act({ kind: 'unblock', id });
      else edit({ EMAIL: `moved-${id}@example.com` });
    } catch (error) {
      if (!/associated|Invalid/.test((error as Error).message)) throw error;
      return;
    }
    this.#memory.unheard = true;
    this.#memory.touched.set(id, this.#brevo.now());
    // A new address lifts the block, by hand too.
    if (how === 'unblock' || how === 'readdress') this.#memory.unblocked.add(id);
    this.#seen(view(this.#brevo.account().contacts.byId.get(id) as never));
  }

  /** A foreign contact is from now on as the person left it. */
  #seen(contact: ContactView): void {
    const foreign = this.#memory.foreign.get(contact.id);
    if (foreign) foreign.seed = contact;
  }
}
