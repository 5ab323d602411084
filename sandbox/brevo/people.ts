import type { Account } from './account.ts';
import { fromText } from './attribute-values.ts';
import { type Contact, clearAttribute, isEmail, PHONES, readPhone, type Value } from './contact-store.ts';
import type { WebhookSender } from './webhooks.ts';

/** Whom: by the address, or by the contact's id where there is none. */
type Whom = { email: string; id?: number } | { email?: undefined; id: number };

/** What a person does: the reader of a mail unsubscribes, somebody edits a contact in Brevo's screens. */
export type HumanAct = Whom &
  (
    | { kind: 'unsubscribe' | 'spam' | 'hardBounce' | 'unblock' | 'delete' }
    | { kind: 'leaveList' | 'takeOffList'; listId: number }
    | { kind: 'edit'; attributes: Record<string, Value> }
  );

/** Does it, and tells the webhooks that the real Brevo would tell. Throws when a person could not do it. */
export function actAsPerson(account: Account, sender: WebhookSender, act: HumanAct, now: number): void {
  const { contacts } = account;
  const contact = act.id === undefined ? contacts.find('email', act.email ?? '') : contacts.byId.get(act.id);
  if (!contact) throw new Error(`No contact ${act.email ?? act.id}`);
  const fire = (event: string, extra: Record<string, unknown>) =>
    sender.fire(account, event, contact.email, extra, now);
  switch (act.kind) {
    case 'unsubscribe':
    case 'spam':
    case 'hardBounce':
      contact.emailBlacklisted = true;
      fire(act.kind === 'unsubscribe' ? 'unsubscribed' : act.kind, {
        ...campaign(now),
        list_id: [...contact.listIds],
      });
      break;
    case 'unblock':
      contact.emailBlacklisted = false;
      break;
    case 'leaveList':
      contact.listIds.delete(act.listId);
      contact.leftListIds.add(act.listId);
      break;
    case 'takeOffList':
      contact.listIds.delete(act.listId);
      break;
    case 'edit':
      edit(account, contact, act.attributes);
      fire('contactUpdated', { content: [{ email: contact.email, attributes: act.attributes }] });
      break;
    case 'delete': {
      const lists = [...contact.listIds];
      const { email } = contact;
      contacts.remove(contact);
      sender.fire(account, 'contactDeleted', email, { list_id: lists }, now);
    }
  }
  contact.modifiedAt = now;
}

/** What events of a campaign carry besides (facts section 9). */
function campaign(now: number) {
  const ts = Math.floor(now / 1_000);
  const date = new Date(now).toISOString().slice(0, 19).replace('T', ' ');
  return { camp_id: 1, 'campaign name': 'Autumn', tag: '', date_sent: date, date_event: date, ts_sent: ts };
}

/** All or nothing, as the screen's form; a new address lifts the block, as through the API. */
function edit({ attributes, contacts }: Account, contact: Contact, wanted: Record<string, Value>): void {
  const identifiers: (() => void)[] = [];
  for (const [name, value] of Object.entries(wanted)) {
    if (name === 'EMAIL') {
      if (!isEmail(value)) throw new Error('Invalid email address');
      if (free('email', value)) identifiers.push(() => readdress(value));
    } else if (name === 'EXT_ID') {
      if (value === '' || free('ext_id', String(value)))
        identifiers.push(() => contacts.identify(contact, 'ext_id', String(value) || null));
    }
    const phone = PHONES.find((p) => p === name);
    if (!phone) continue;
    const digits = value === '' ? null : readPhone(value);
    if (digits === null && value !== '') throw new Error('Invalid phone number');
    if (digits === null || free(phone, digits))
      identifiers.push(() => contacts.identify(contact, phone, digits));
  }
  for (const change of identifiers) change();
  for (const [name, value] of Object.entries(wanted)) {
    if (name === 'EMAIL' || name === 'EXT_ID' || PHONES.some((p) => p === name)) continue;
    const attribute = attributes.find((a) => a.name === name);
    if (value === '') clearAttribute(contact, name);
    else contact.attributes[name] = typeof value === 'string' ? fromText(attribute, value) : value;
  }

  function free(identifier: 'email' | 'ext_id' | (typeof PHONES)[number], value: string): true {
    const holder = contacts.find(identifier, value);
    if (holder && holder !== contact)
      throw new Error(`${identifier} is already associated with another Contact`);
    return true;
  }

  function readdress(email: string): void {
    const before = contact.email;
    contacts.identify(contact, 'email', email);
    if (before !== null && contact.email !== before) contact.emailBlacklisted = false;
  }
}
