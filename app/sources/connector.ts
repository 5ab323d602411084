import type { Fault } from '../services.ts';

/** What a source needs to know of a shop in order to read it; the source's own shape in `credentials` and `options`. */
export interface SourceAccess {
  url: string | null;
  credentials: Record<string, string>;
  options: Record<string, unknown>;
}

export type AccessReading = { kind: 'valid'; access: SourceAccess } | { kind: 'invalid'; faults: Fault[] };

export type CheckEnding =
  /** `found` is what the shop told of itself, kept among the options. */
  | { kind: 'ok'; found?: Record<string, unknown> }
  | { kind: 'refused'; message: string }
  | { kind: 'unreachable'; message: string };

/** How a source is connected: what is asked for, a live check, and how the other shop is told where we listen. */
export interface Connector {
  /** Judges what was sent to connect. */
  read(sent: unknown): AccessReading;
  /** A new secret to sign with; absent where the source pushes no events to an ingest address of ours. */
  newSecret?(): string;
  check(access: SourceAccess): Promise<CheckEnding>;
  /** Has the other shop send its events to us; false where a person has to set that up there. */
  subscribe?(access: SourceAccess, ingest: { url: string; secret: string }): Promise<boolean>;
  /** Turns on again what the other shop turned off by itself; whether anything was off, so that events were lost. */
  revive?(access: SourceAccess, ingest: { url: string; secret: string }): Promise<boolean>;
  /** Has the other shop stop, as far as it lets us. */
  unsubscribe?(access: SourceAccess, ingestUrl: string): Promise<void>;
}
