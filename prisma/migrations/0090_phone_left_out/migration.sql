-- A person decided that this customer's phone stays out of Brevo. No delivery writes it.
ALTER TABLE "contact_links" ADD COLUMN "phone_left_out" BOOLEAN NOT NULL DEFAULT false;

-- Who was synced without a part: a few rows of a shop as a rule, shown among the problems.
CREATE INDEX "contact_links_warned" ON "contact_links"("shop_id", "customer_id") WHERE "warnings" <> '[]'::jsonb;
