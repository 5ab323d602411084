import type { Configuration } from '../../settings/configuration.ts';

/** What a shop wants to be told of its syncs, or null where nobody listens: then recording does nothing for it. */
export interface Subscription {
  syncCompleted: boolean;
  syncFailed: boolean;
  /** Only in batch mode: what was delivered is counted until the window is empty. */
  batchCompleted: boolean;
  /** At most one message of a kind a minute; what happens meanwhile is told together. */
  perMinute: boolean;
}

export function subscriptionOf({
  notifications,
  options,
}: Pick<Configuration, 'notifications' | 'options'>): Subscription | null {
  const { webhookUrl, events, perMinute } = notifications;
  if (webhookUrl === null) return null;
  const subscription = {
    syncCompleted: events.includes('sync_completed'),
    syncFailed: events.includes('sync_failed'),
    batchCompleted: options.syncMode === 'batch' && events.includes('batch_completed'),
    perMinute,
  };
  const { syncCompleted, syncFailed, batchCompleted } = subscription;
  return syncCompleted || syncFailed || batchCompleted ? subscription : null;
}
