import type { Change } from '../domain/change.ts';

/** Where sources send their events: `/ingest/<source>/<key>`. */
export const INGEST_PATH = '/ingest/';

/** A request at the ingest address of a source, its body still unread. */
export interface IngestRequest {
  /** A header by its lower-case name; empty where it is missing. */
  header(name: string): string;
  body: Buffer;
  /** What the sender signs with. */
  secret: string;
  /** Milliseconds since 1970. */
  now: number;
  encrypt(text: string): string;
}

export type IngestReading =
  /** 401: nobody of ours sent it. 400: it is ours, but cannot be read. */
  | { kind: 'refused'; status: 400 | 401; text: string }
  /** Nothing to act on: a ping, a topic that was not asked for. */
  | { kind: 'nothing'; text: string }
  /** `deliveryId` is the same for a repetition and for nothing else. */
  | { kind: 'changes'; deliveryId: string; topic: string; changes: Change[] };

/** What a source makes of a delivery: the signature over the raw bytes first, in constant time, then the content. */
export interface Ingest {
  /** The status of a delivery that was accepted. */
  accepted: 200 | 202;
  read(request: IngestRequest): IngestReading;
}
