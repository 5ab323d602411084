-- A drain asks before every claim whether a run of its shop is paused: almost always none is, and the answer is an
-- empty index instead of the shop's whole history of runs.
CREATE INDEX "runs_paused_idx" ON "runs"("shop_id") WHERE "status" = 'paused';
