import type { OptOut } from '../domain/consent.ts';
import type { Customer, Source } from '../domain/customer.ts';
import type { MappedContact } from '../domain/mapping.ts';
import type { Policy } from '../domain/policy.ts';
import type { RemoteContact } from '../domain/remote.ts';
import type { BrevoContacts, CustomerSource, Ports } from '../ports.ts';
import type { Link } from './link.sql.ts';
import type { Channel } from './opt-out.sql.ts';
import type { ClaimedRow } from './pending.sql.ts';
import type { Settlement } from './settlement.ts';

/** One claimed row with what is known of its customer. */
export interface DeliveryItem {
  row: ClaimedRow;
  /** null: the source has no such customer (any more). `unknown`: it cannot be asked, and no event told its data. */
  customer: Customer | null | 'unknown';
  /** Who the customer also is in the shop's other sources, by key: `customer` holds what all of them say. */
  others?: string[];
  /** Another source that has this person could not be read. */
  unread?: boolean;
  link: Link | null;
  /** The source's time of the newest event that was settled, where events carry the data: also of one that changed nothing. */
  keptAt?: Date;
}

/** Another customer of ours holds what this one needs: it has to be brought up to date first, when nothing else runs. */
export interface Deferred {
  kind: 'deferred';
  item: DeliveryItem;
}

/**
 * What to do about a clash with another customer of ours: `defer` while other deliveries run; `retry` after the other
 * one was brought up to date; `share` when both rightly have the address; `take` when they wait for each other.
 */
export type ClashAdvice = 'defer' | 'retry' | 'share' | 'take';

/** What a delivery needs: one shop's settings compiled, its Brevo account, and the memory of opt-outs. */
export interface DeliveryContext {
  /** How often this delivery has been planned anew, from 0. */
  round: number;
  ports: Ports;
  shop: { id: number; domain: string };
  policy: Policy;
  map(customer: Customer): MappedContact;
  contacts: BrevoContacts;
  source(name: Source): CustomerSource;
  /** Reads the opt-outs of customers who are about to be planned, all at once. */
  foresee(customers: Customer[]): Promise<void>;
  optOut(channel: Channel, address: string): Promise<OptOut | null>;
  remember(channel: Channel, address: string, optOut: OptOut): Promise<void>;
  /** An opt-out that moved to another address with the customer who said it. */
  forget(channel: Channel, address: string, optOut: OptOut): Promise<void>;
  /** Whether an opt-out of the source is the word of another customer, who is in the store and so at another address. */
  saidByOther(channel: Channel, optOut: OptOut, address: string, customer: Customer): Promise<boolean>;
  /** Links of this shop that name the contact. */
  holders(brevoId: number): Promise<Link[]>;
  /** Takes a contact for the time of this delivery; false while another delivery is at work on it. */
  enter(item: DeliveryItem, brevoId: number): boolean;
  leave(item: DeliveryItem): void;
  clash(item: DeliveryItem, holder: Link): Promise<ClashAdvice>;
  readLink(item: DeliveryItem): Promise<Link | null>;
  /** Remembers at once what must be known after a crash; everything else is recorded with the settlement. */
  saveLink(link: Link): Promise<void>;
  /** The contact becomes this customer's, before anything is written to it; answers the link (take-over.server.ts). */
  adopt(item: DeliveryItem, contact: RemoteContact, losing: Link[]): Promise<Link>;
}

/** `again`: what stood in the way has changed; plan anew with a fresh link. */
export type DeliveryEnding = { kind: 'settled'; settlement: Settlement } | Deferred | { kind: 'again' };

export type FinalEnding = Exclude<DeliveryEnding, { kind: 'again' }>;

export function settled(settlement: Settlement): DeliveryEnding {
  return { kind: 'settled', settlement };
}
