/** What Brevo tells of a contact, in our words. */
export interface ContactEvent {
  kind: 'unsubscribed' | 'spam' | 'hard_bounce' | 'contact_deleted';
  /** Trimmed and in lower case, as links hold it. */
  email: string;
  /** When it happened, by Brevo's word; never later than when it was read. */
  at: Date;
  /** The same for every delivery of one event: Brevo promises neither order nor "once" (facts/brevo.md section 9). */
  identity: string;
  /** It came out of a campaign, so a person said it; without one it may be the echo of a block that we set ourselves. */
  campaign: boolean;
}
