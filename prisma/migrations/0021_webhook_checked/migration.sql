-- What Brevo was told to call and when that was last seen to be so, so that a webhook that somebody deleted in Brevo,
-- or an app that moved to another address, is noticed (settings/brevo-webhook.server.ts).
ALTER TABLE "connections" ADD COLUMN "webhook_url" TEXT;
ALTER TABLE "connections" ADD COLUMN "webhook_checked_at" TIMESTAMPTZ(3);
