import type { Contact } from './contact-store.ts';

/** A contact as reading calls show it: offset timestamps, EXT_ID among the attributes, no e-mail when it has none. */
export function shown(contact: Contact) {
  return {
    id: contact.id,
    ...(contact.email === null ? {} : { email: contact.email }),
    emailBlacklisted: contact.emailBlacklisted,
    smsBlacklisted: contact.smsBlacklisted,
    whatsappBlacklisted: false,
    createdAt: withOffset(contact.createdAt),
    modifiedAt: withOffset(contact.modifiedAt),
    listIds: [...contact.listIds],
    ...(contact.leftListIds.size > 0 ? { listUnsubscribed: [...contact.leftListIds] } : {}),
    attributes: { ...contact.attributes, ...(contact.extId === null ? {} : { EXT_ID: contact.extId }) },
  };
}

/** The account's own offset, as real answers have it. */
function withOffset(at: number): string {
  return new Date(at + 3_600_000).toISOString().replace('Z', '+01:00');
}
