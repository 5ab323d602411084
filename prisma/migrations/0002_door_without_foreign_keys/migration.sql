-- Each row that the door writes would look its shop up again and lock it for sharing (two look-ups a delivery, and
-- multixacts as soon as two groups run at once). The statement itself writes for shops that it just found, erasing a
-- shop deletes these rows in its transaction, and the nightly pruning takes what a delivery of that very moment left.
ALTER TABLE "webhook_receipts" DROP CONSTRAINT "webhook_receipts_shop_id_fkey";
ALTER TABLE "pending_changes" DROP CONSTRAINT "pending_changes_shop_id_fkey";
