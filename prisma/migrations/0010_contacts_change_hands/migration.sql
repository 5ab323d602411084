-- What must be known of a contact that changed hands, also after a crash in the middle of it.
ALTER TABLE "contact_links" ADD COLUMN "inherited_blocks" TEXT[] DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "contact_links" ADD COLUMN "former_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[];

-- Whose word an opt-out is (sync/opt-out.sql.ts readSaidByOther): by its time, among those who said no.
CREATE INDEX "contact_links_email_no" ON "contact_links" ("shop_id", ("email_consent"->>'at')) WHERE "email_consent"->>'state' = 'unsubscribed';
CREATE INDEX "contact_links_sms_no" ON "contact_links" ("shop_id", ("sms_consent"->>'at')) WHERE "sms_consent"->>'state' = 'unsubscribed';
