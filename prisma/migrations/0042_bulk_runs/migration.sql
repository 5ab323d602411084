-- Waiting changes of a shop go out in bulk by one run at a time. Drains ask before every claim which one lives: almost
-- always none does, and the answer is an empty index.
CREATE UNIQUE INDEX "runs_one_bulk" ON "runs"("shop_id") WHERE "kind" = 'bulk' AND "status" IN ('queued', 'running');
