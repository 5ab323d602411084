import { attributeTypeFor } from '../domain/attribute-type.ts';
import { differencesOf, stateOf } from '../domain/contact-state.ts';
import type { Customer } from '../domain/customer.ts';
import { metafieldOf } from '../domain/fields.ts';
import { compileMapping } from '../domain/mapping.ts';
import type { BrevoAttribute } from '../domain/mapping-rule.ts';
import type { RemoteContact } from '../domain/remote.ts';
import type { ConsentPreview, MappingService, PreviewEnding, PreviewView } from '../mapping-service.ts';
import type { Ports } from '../ports.ts';
import type { ShopRef } from '../services.ts';
import type { Configuration } from '../settings/configuration.ts';
import { parseConfiguration } from '../settings/configuration-parsing.ts';
import { shippedMapping } from '../settings/defaults.ts';
import { rulesOf } from '../settings/mapping-rules.ts';
import { adoptedLink } from './adopt.server.ts';
import { lookAt } from './compare-customer.server.ts';
import { deliver } from './deliver.server.ts';
import type { DeliveryContext, DeliveryItem } from './delivery.ts';
import { deliveryContext } from './delivery-context.server.ts';
import { type DryContacts, dryContacts } from './dry-contacts.ts';
import { enrich } from './enrich.server.ts';
import { mapCustomer, planContact } from './plan.server.ts';
import type { EntryPart } from './settlement.ts';
import { lackingAttributes, metafieldsOf, type ReadConfiguration } from './shop-runtime.server.ts';

/** A person waits for it: beyond this the vendors are said not to answer. */
const PATIENCE_MS = 15_000;

/**
 * What a delivery of one customer would do, found by doing it: the worker's own code on the customer as they are now,
 * against Brevo's contacts as they are now, with every write kept from Brevo, from the store and from the database.
 */
export function createPreview(parts: {
  ports: Ports;
  readConfiguration: ReadConfiguration;
}): MappingService['preview'] {
  const { ports } = parts;
  return async (shop, { customerId, configuration: sent }) => {
    const row = await ports.db.prisma.shop.findUnique({
      where: { id: shop.id },
      include: { connection: true },
    });
    if (!row?.connection) return { kind: 'not_connected' };
    const kept = row.connection.attributes as BrevoAttribute[] | null;
    const reading =
      sent === undefined
        ? ({ kind: 'valid', configuration: await parts.readConfiguration(shop) } as const)
        : parseConfiguration(sent, (source) => shippedMapping(kept, source));
    if (reading.kind === 'invalid') return reading;
    const place = { timeZone: row.timeZone || 'UTC', countryCode: row.countryCode || null };
    const key = {
      apiKey: ports.secrets.decrypt(row.connection.apiKey),
      account: row.connection.account,
    };
    return previewWith(ports, { ...shop, ...place }, key, customerId, reading.configuration);
  };
}

type PlacedShop = ShopRef & { timeZone: string; countryCode: string | null };

async function previewWith(
  ports: Ports,
  shop: PlacedShop,
  key: { apiKey: string; account: string },
  customerId: string,
  configuration: Configuration,
): Promise<PreviewEnding> {
  const rules = rulesOf(configuration);
  const policy = configuration.options;
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const account = ports.brevo(key, patience);
  const row = lookAt({ source: configuration.source, id: customerId }, { shop, ports });
  try {
    const [enriched, read] = await Promise.all([
      enrich(ports, shop, [row], metafieldsOf(rules)),
      account.readAttributes(),
    ]);
    if (enriched.kind !== 'enriched') return { kind: 'source_unavailable', message: enriched.message };
    if (read.kind === 'failed') return { kind: 'brevo_unavailable', message: read.answer.message };
    const [item] = enriched.items;
    if (!item?.customer || item.customer === 'unknown') return { kind: 'not_found' };
    const { customer } = item;

    const missing = policy.createAttributes ? lackingAttributes(rules, read.attributes) : [];
    const made = missing.map((rule): BrevoAttribute => {
      const custom = customer.custom[metafieldOf(rule.source) ?? '']?.type;
      return { name: rule.attribute, category: 'normal', type: attributeTypeFor(rule, custom), options: [] };
    });
    const map = compileMapping({
      rules,
      attributes: [...read.attributes, ...made],
      policy,
      timeZone: shop.timeZone,
      shopCountry: shop.countryCode,
    });
    const contacts = dryContacts(account.contacts);
    const real = deliveryContext(ports, { shop, policy }, { ...account, contacts }, map);
    const context = dryContext(ports, real);
    const ending = await deliver(item, context);
    if (ending.kind === 'deferred')
      return { kind: 'brevo_unavailable', message: 'Another delivery is at work' };
    const { entry, trouble, link } = ending.settlement;
    if (trouble) return { kind: 'brevo_unavailable', message: entry.message ?? '' };
    const id = link?.brevoId ?? item.link?.brevoId ?? (await idByEmail(contacts, map(customer).email));
    const preview = await viewOf(item, customer, context, contacts, id, entry, made);
    return { kind: 'previewed', preview };
  } catch (error) {
    if (!patience.aborted) throw error;
    return { kind: 'brevo_unavailable', message: 'Brevo did not answer in time' };
  }
}

/** The context of a delivery that leaves no trace. Another customer of ours who holds the address is taken to share it. */
function dryContext(ports: Ports, context: DeliveryContext): DeliveryContext {
  const nothing = async () => {};
  return {
    ...context,
    source(name) {
      const { writeOptOut, ...reading } = ports.source(name);
      return writeOptOut ? { ...reading, writeOptOut: async () => ({ kind: 'written' }) } : reading;
    },
    remember: nothing,
    forget: nothing,
    saveLink: nothing,
    adopt: async (item, contact, losing) => adoptedLink(context.shop.id, item, contact, losing, null),
    clash: async () => 'share',
  };
}

/** Of a customer who is kept out: the contact that has their address all the same. */
async function idByEmail(contacts: DryContacts, email: string | null): Promise<number | null> {
  if (email === null) return null;
  const found = await contacts.find({ type: 'email_id', value: email });
  return found.kind === 'found' ? found.contact.id : null;
}

async function viewOf(
  item: DeliveryItem,
  customer: Customer,
  context: DeliveryContext,
  contacts: DryContacts,
  id: number | null,
  entry: EntryPart,
  made: BrevoAttribute[],
): Promise<PreviewView> {
  // A contact that was not looked at, because nothing is to be done, is read for the comparison.
  if (id !== null && id > 0 && !contacts.before(id)) await contacts.find({ type: 'contact_id', value: id });
  const [before, after] = id === null ? [null, null] : [contacts.before(id), contacts.after(id)];
  const today = before && stateOf(before);
  const contact = after && stateOf(after);
  const mapped = mapCustomer(customer, item.link, context);
  return {
    customer: {
      source: customer.source,
      id: customer.id,
      name: [customer.firstName, customer.lastName].filter(Boolean).join(' ') || null,
      email: customer.email,
    },
    action: entry.action,
    outcome: entry.outcome === 'failed' || entry.outcome === 'skipped' ? entry.outcome : 'succeeded',
    code: entry.code,
    message: entry.message,
    contact,
    today,
    differences: differencesOf(today, contact),
    consent: await consentOf(item, customer, context, before, after),
    attributesToCreate: made.map(({ name, type }) => ({ name, type })),
    warnings: mapped.warnings,
  };
}

/** What either channel's consent comes to, by the decision the delivery made. */
async function consentOf(
  item: DeliveryItem,
  customer: Customer,
  context: DeliveryContext,
  before: RemoteContact | null,
  after: RemoteContact | null,
): Promise<PreviewView['consent']> {
  const plan = await planContact(customer, item, context);
  const decided = plan.kind === 'write' ? plan.decide(before ?? 'absent') : null;
  const channel = (name: 'email' | 'sms', blocked: boolean): ConsentPreview => {
    const { state, at } = name === 'email' ? customer.emailConsent : customer.smsConsent;
    return { state, at, blocked, optedOut: decided?.[name].overruled ?? null };
  };
  const { listId } = context.policy;
  return {
    email: channel('email', after?.emailBlacklisted ?? false),
    sms: channel('sms', after?.smsBlacklisted ?? false),
    onList: listId !== null && (after?.listIds.includes(listId) ?? false),
  };
}
