-- What the HTTP API remembers of its callers: answers to requests that carry an Idempotency-Key (a day), and how many
-- calls a caller made in the running minute.

CREATE TABLE "api_answers" (
    "shop_id" INTEGER NOT NULL,
    "caller" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answer" TEXT,

    CONSTRAINT "api_answers_pkey" PRIMARY KEY ("shop_id","caller","key")
);

CREATE INDEX "api_answers_started_at_idx" ON "api_answers"("started_at");

-- Unlogged: a counter of the running minute is worth no write-ahead log, and after a crash everybody begins anew.
CREATE UNLOGGED TABLE "api_usage" (
    "caller" TEXT NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "calls" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "api_usage_pkey" PRIMARY KEY ("caller")
);

ALTER TABLE "api_answers" ADD CONSTRAINT "api_answers_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE CASCADE ON UPDATE CASCADE;
