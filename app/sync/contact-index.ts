import { phoneDigits } from '../domain/phone.ts';
import type { RemoteContact } from '../domain/remote.ts';
import type { AttributeValue } from '../domain/transforms.ts';

/** By what a customer can be recognised among Brevo's contacts. */
export type ContactKeyKind = 'id' | 'email' | 'phone' | 'extId';

/** Finds Brevo's contact by something that only one can have. */
export interface ContactFinder {
  find(kind: ContactKeyKind, value: string | number): RemoteContact | null;
}

const CHUNK_BYTES = 1 << 20;
/** Keys of a contact at most, and how full the table may be. */
const KEYS = 4;
const FULL = 0.7;

/** A contact without the names of its fields; values of attributes in the order of the index's names. */
type Packed = [
  id: number,
  email: string | null,
  extId: string | null,
  blocked: number,
  lists: number[],
  left: number[],
  modifiedAt: number | null,
  values: (AttributeValue | null)[],
];

/**
 * All contacts of an account, compact: each is a short line of JSON in a buffer outside the heap, with only the
 * attributes that are compared, found through one hash table. A million take about 220 MB (measured), not gigabytes.
 */
export class ContactIndex implements ContactFinder {
  readonly #names: readonly string[];
  readonly #chunks: Buffer[] = [];
  #free = CHUNK_BYTES;
  /** Of each record: where it begins (chunk * CHUNK_BYTES + offset) and how long it is. */
  #starts = new Float64Array(1_024);
  #lengths = new Uint32Array(1_024);
  #size = 0;
  /** 1 for a record that is somebody's; grows when it is first needed. */
  #claimed = new Uint8Array(0);
  /** Open addressing: a key's hash, and the record's number + 1 (0: empty). */
  #hashes = new Int32Array(8_192);
  #records = new Int32Array(8_192);
  #used = 0;

  /** `attributes` are those that comparing needs; SMS is always kept. */
  constructor(attributes: Iterable<string>) {
    this.#names = [...new Set([...attributes, 'SMS'])];
  }

  get size(): number {
    return this.#size;
  }

  add(contact: RemoteContact): void {
    this.#write(pack(contact, this.#names));
    for (const key of keysOf(contact)) this.#insert(hashOf(key), this.#size);
  }

  find(kind: ContactKeyKind, value: string | number): RemoteContact | null {
    return this.#lookUp(kind, value)?.contact ?? null;
  }

  /** Notes that the contact is somebody's. */
  claim(kind: ContactKeyKind, value: string | number): void {
    const found = this.#lookUp(kind, value);
    if (!found) return;
    if (this.#claimed.length < this.#size) this.#claimed = grown(this.#claimed, new Uint8Array(this.#size));
    this.#claimed[found.record] = 1;
  }

  /** The contacts that nobody claimed. */
  *unclaimed(): Generator<RemoteContact> {
    for (let record = 0; record < this.#size; record += 1)
      if (this.#claimed[record] !== 1) yield this.#read(record);
  }

  #lookUp(kind: ContactKeyKind, value: string | number): { record: number; contact: RemoteContact } | null {
    const key = keyOf(kind, value);
    const hash = hashOf(key);
    const mask = this.#records.length - 1;
    for (let at = hash & mask; this.#records[at] !== 0; at = (at + 1) & mask) {
      if (this.#hashes[at] !== hash) continue;
      const record = (this.#records[at] as number) - 1;
      const contact = this.#read(record);
      if (keysOf(contact).includes(key)) return { record, contact };
    }
    return null;
  }

  #write(packed: Packed): void {
    const text = JSON.stringify(packed);
    const length = Buffer.byteLength(text);
    if (this.#free + length > CHUNK_BYTES) {
      // A record longer than a chunk gets one of its own size; starts stay apart by CHUNK_BYTES all the same.
      this.#chunks.push(Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, length)));
      this.#free = 0;
    }
    const chunk = this.#chunks.length - 1;
    this.#chunks[chunk]?.write(text, this.#free);
    if (this.#size === this.#starts.length) {
      this.#starts = grown(this.#starts, new Float64Array(this.#size * 2));
      this.#lengths = grown(this.#lengths, new Uint32Array(this.#size * 2));
    }
    this.#starts[this.#size] = chunk * CHUNK_BYTES + this.#free;
    this.#lengths[this.#size] = length;
    this.#free += length;
    this.#size += 1;
    if (this.#used + KEYS > this.#records.length * FULL) this.#growTable();
  }

  #read(record: number): RemoteContact {
    const start = this.#starts[record] as number;
    const offset = start % CHUNK_BYTES;
    const chunk = this.#chunks[(start - offset) / CHUNK_BYTES] as Buffer;
    const text = chunk.toString('utf8', offset, offset + (this.#lengths[record] as number));
    return unpack(JSON.parse(text) as Packed, this.#names);
  }

  #insert(hash: number, record: number): void {
    const mask = this.#records.length - 1;
    let at = hash & mask;
    while (this.#records[at] !== 0) at = (at + 1) & mask;
    this.#hashes[at] = hash;
    this.#records[at] = record;
    this.#used += 1;
  }

  #growTable(): void {
    const [hashes, records] = [this.#hashes, this.#records];
    this.#hashes = new Int32Array(hashes.length * 2);
    this.#records = new Int32Array(records.length * 2);
    this.#used = 0;
    records.forEach((record, at) => {
      if (record !== 0) this.#insert(hashes[at] as number, record);
    });
  }
}

function pack(contact: RemoteContact, names: readonly string[]): Packed {
  return [
    contact.id,
    contact.email,
    contact.extId,
    (contact.emailBlacklisted ? 1 : 0) + (contact.smsBlacklisted ? 2 : 0),
    contact.listIds,
    contact.leftListIds,
    contact.modifiedAt === null ? null : Date.parse(contact.modifiedAt),
    names.map((name) => contact.attributes[name] ?? null),
  ];
}

function unpack(
  [id, email, extId, blocked, lists, left, modifiedAt, values]: Packed,
  names: readonly string[],
) {
  const attributes: RemoteContact['attributes'] = {};
  names.forEach((name, at) => {
    const value = values[at];
    if (value !== null && value !== undefined) attributes[name] = value;
  });
  return {
    id,
    email,
    extId,
    emailBlacklisted: (blocked & 1) !== 0,
    smsBlacklisted: (blocked & 2) !== 0,
    listIds: lists,
    leftListIds: left,
    attributes,
    modifiedAt: modifiedAt === null ? null : new Date(modifiedAt).toISOString(),
  } satisfies RemoteContact;
}

/** Everything by which a contact can be found. */
export function keysOf(contact: RemoteContact): string[] {
  const phone = contact.attributes.SMS;
  return [
    keyOf('id', contact.id),
    ...(contact.email === null ? [] : [keyOf('email', contact.email)]),
    ...(contact.extId === null ? [] : [keyOf('extId', contact.extId)]),
    ...(phone === undefined || phone === '' ? [] : [keyOf('phone', String(phone))]),
  ];
}

export function keyOf(kind: ContactKeyKind, value: string | number): string {
  const text = String(value);
  return `${kind}:${kind === 'phone' ? phoneDigits(text) : kind === 'email' ? text.toLowerCase() : text}`;
}

/** FNV-1a over the key's UTF-16 units, mixed so that the low bits are good for a table. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) | 0;
}

function grown<T extends Float64Array | Uint32Array | Uint8Array>(before: T, after: T): T {
  after.set(before);
  return after;
}
