-- Finds what a dead drain had claimed, whoever takes its account's lock next (sync/pending.sql.ts interruptClaims).
-- Partial: at any moment only the rows in hand are in it.
CREATE INDEX "pending_changes_claimed" ON "pending_changes"("shop_id") WHERE "claimed_by" IS NOT NULL;
