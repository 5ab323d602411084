import type { Contact } from './contact-store.ts';
import { updateContact, type Writing } from './contact-write.ts';
import { noContent, notFound, type Reply, refuse } from './reply.ts';

type Body = Record<string, unknown>;

/** POST /contacts/batch, deprecated: updates only, and one stranger fails all of it (facts section 5). */
export function updateBatch(writing: Writing, body: Body): Reply {
  const rows = body.contacts;
  if (!Array.isArray(rows) || rows.length === 0)
    return refuse(400, 'missing_parameter', 'contacts is missing');
  const found = rows.map((row: Body) => holder(writing, row));
  const strangers = found.flatMap((contact, index) => (contact ? [] : [index]));
  if (strangers.length > 0) return notFound(`No contact found for indexes ${strangers.join(',')}`);
  for (const [index, contact] of found.entries()) {
    if (!contact) continue;
    const answer = updateContact(writing, contact, { ...rows[index], ext_id: undefined, forceMerge: false });
    if (answer.status >= 400) return answer;
  }
  return noContent;
}

function holder({ account: { contacts } }: Writing, { id, email, ext_id, sms }: Body): Contact | undefined {
  if (id !== undefined) return contacts.byId.get(Number(id));
  if (email !== undefined) return contacts.find('email', String(email));
  if (ext_id !== undefined) return contacts.find('ext_id', String(ext_id));
  return sms === undefined ? undefined : contacts.find('SMS', String(sms));
}
