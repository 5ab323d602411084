import type { Source } from '../domain/customer.ts';
import type { RuleOptions, Transform } from '../domain/mapping-rule.ts';
import type { Policy } from '../domain/policy.ts';

/** A mapping target as written: Brevo's attribute name alone, or with how to get there. */
export type MappingTarget = string | ({ attribute: string; transform?: Transform } & RuleOptions);

export const NOTIFICATION_EVENTS = [
  'sync_completed',
  'sync_failed',
  'batch_completed',
  'notice_opened',
  'notice_closed',
] as const;
export type NotificationEvent = (typeof NOTIFICATION_EVENTS)[number];

export interface ConfigurationOptions extends Policy {
  syncMode: 'realtime' | 'batch';
  /** `batch`: minutes between two deliveries, 5 to 1440. */
  batchIntervalMinutes: number;
  /** How long sync entries are kept, in days. */
  retentionDays: number;
}

/** The configuration of one shop, in the JSON spelling of the HTTP API (design section 7). */
export interface Configuration {
  enabled: boolean;
  source: Source;
  /** In order: from source field to Brevo attribute. */
  fieldMapping: Record<string, MappingTarget>;
  options: ConfigurationOptions;
  notifications: {
    webhookUrl: string | null;
    events: NotificationEvent[];
    /** At most one sync_completed and one sync_failed a minute, each telling what happened since the last. */
    perMinute: boolean;
  };
  debug: boolean;
  logLevel: 'info' | 'verbose';
}
