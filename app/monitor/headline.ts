import type { ConnectionView, StatusView } from '../services.ts';

/** How the sync stands, in one sentence (`headline.<name>` in the texts) and one colour. */
export interface Headline {
  name:
    | 'not_connected'
    | 'key_refused'
    | 'switched_off'
    | 'paused'
    | 'unreachable'
    | 'waiting'
    | 'problems'
    | 'field_missing'
    | 'importing'
    | 'ready'
    | 'in_sync_so_far'
    | 'in_sync';
  tone: 'success' | 'info' | 'warning' | 'critical';
  /** Changes that wait, whatever they wait for. */
  waiting: number;
}

interface Facts {
  connection: Pick<ConnectionView, 'connected' | 'health'>;
  status: Pick<StatusView, 'enabled' | 'paused' | 'queueDepth'>;
  hasProblems: boolean;
  /** The mapping names an attribute that Brevo lacks and that the app may not create. */
  fieldMissing: boolean;
  /** What has been brought to Brevo: nothing yet, the changes since the connection, or every customer by an import. */
  reach: 'nothing' | 'changes' | 'everyone';
  importing: boolean;
}

/** What stops everything comes before what slows it; "in sync" is said only when nothing at all is left to do,
 * and that all customers are in Brevo only after an import. */
export function headlineOf({
  connection,
  status,
  hasProblems,
  fieldMissing,
  reach,
  importing,
}: Facts): Headline {
  const waiting = status.queueDepth;
  if (!connection.connected) return { name: 'not_connected', tone: 'info', waiting };
  if (connection.health === 'unauthorized') return { name: 'key_refused', tone: 'critical', waiting };
  if (!status.enabled) return { name: 'switched_off', tone: 'warning', waiting };
  if (status.paused) return { name: 'paused', tone: 'warning', waiting };
  if (connection.health === 'unreachable') return { name: 'unreachable', tone: 'warning', waiting };
  if (waiting > 0) return { name: 'waiting', tone: 'info', waiting };
  if (importing) return { name: 'importing', tone: 'info', waiting };
  if (hasProblems) return { name: 'problems', tone: 'warning', waiting };
  if (fieldMissing && reach !== 'nothing') return { name: 'field_missing', tone: 'warning', waiting };
  if (reach === 'nothing') return { name: 'ready', tone: 'info', waiting };
  return { name: reach === 'everyone' ? 'in_sync' : 'in_sync_so_far', tone: 'success', waiting };
}
