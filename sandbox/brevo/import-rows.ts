import type { Account, Process } from './account.ts';
import { fromText } from './attribute-values.ts';
import { type Contact, type Identifier, isEmail, PHONES, readPhone } from './contact-store.ts';
import { updateContact, type Writing } from './contact-write.ts';
import { attributesOf } from './identifiers.ts';

type Body = Record<string, unknown>;

export interface Row {
  email?: unknown;
  attributes?: Record<string, unknown>;
}

/** The surviving identifier, the first first (facts section 5). */
const PRIORITY: Identifier[] = ['ext_id', 'email', 'SMS', 'WHATSAPP', 'LANDLINE_NUMBER'];

/** A row that links the identifiers of several contacts collapses them: the first by priority stays, the others go. */
export function importRow(writing: Writing, body: Body, row: Row, lists: number[], process: Process): void {
  const { account, switches } = writing;
  const { EXT_ID: extId, EMAIL, ...attributes } = attributesOf({ attributes: row?.attributes });
  const email = row?.email || EMAIL || undefined;
  if (email !== undefined && !isEmail(email)) {
    report(process, 'invalid_emails', String(email));
    return;
  }
  for (const name of PHONES) {
    const digits = attributes[name] ? readPhone(attributes[name]) : null;
    if (digits !== null) attributes[name] = digits;
    else if (attributes[name] !== '') delete attributes[name];
  }
  const values: Partial<Record<Identifier, unknown>> = { ...attributes, email, ext_id: extId };
  if (!PRIORITY.some((name) => values[name])) {
    report(process, 'invalid_emails', '');
    return;
  }
  const holders = PRIORITY.map((name) =>
    values[name] ? account.contacts.find(name, String(values[name])) : undefined,
  );
  const [kept, ...others] = [...new Set(holders.filter((h): h is Contact => h !== undefined))];
  if (kept && body.updateExistingContacts === false) return;
  for (const other of others) {
    account.contacts.remove(other);
    report(process, 'duplicate_contact_id', String(other.id));
  }
  const contact = kept ?? account.contacts.add(writing.now);
  const empties = body.emptyContactsAttributes === true;
  const sent = Object.fromEntries(
    Object.entries(attributes).filter(
      ([, value]) =>
        (value !== '' || empties) && !(switches.importDropsBooleans && typeof value === 'boolean'),
    ),
  );
  // What an import does not know it ignores, and it tells no webhook.
  const quiet = {
    ...writing,
    switches: { ...switches, unknownAttributeRefused: false, nullClears: false },
    told: () => {},
  };
  updateContact(quiet, contact, {
    attributes: { ...sent, ...(email === undefined ? {} : { EMAIL: email }) },
    ...(extId || (extId === '' && empties) ? { ext_id: extId } : {}),
    listIds: lists,
  });
  // The flags hold for every row; what their default `false` does to a block is a switch.
  if (body.emailBlacklist === true) contact.emailBlacklisted = true;
  else if (switches.importLiftsBlocks) contact.emailBlacklisted = false;
  if (body.smsBlacklist === true) contact.smsBlacklisted = true;
  else if (switches.importLiftsBlocks) contact.smsBlacklisted = false;
}

function report(process: Process, name: string, line: string): void {
  const lines = process.reports[name] ?? [];
  process.reports[name] = lines;
  lines.push(line);
}

/** CSV with `;` between the fields and `"` around those that need it; values in the types of the attributes. */
export function readCsv(account: Account, text: string): Row[] {
  const [head = [], ...lines] = splitCsv(text);
  const columns = head.map((title) => {
    const name = title.trim().toUpperCase();
    return { name, attribute: account.attributes.find((a) => a.name === name) };
  });
  return lines.map((fields) => {
    const attributes = Object.fromEntries(
      columns.map(({ name, attribute }, i) => [name, fromText(attribute, fields[i] ?? '')]),
    );
    return { email: attributes.EMAIL, attributes };
  });
}

function splitCsv(text: string): string[][] {
  const lines: string[][] = [];
  let fields: string[] = [];
  const end = () => {
    if (fields.length > 1 || fields[0]) lines.push(fields);
    fields = [];
  };
  for (const [, quoted, plain, separator] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^;\r\n"]*))(;|\r?\n|$)/g)) {
    fields.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (separator !== ';') end();
  }
  return lines;
}
