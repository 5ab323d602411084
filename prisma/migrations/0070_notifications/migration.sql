-- What is told to the merchant's own address: the messages with their delivery, what is being gathered for the next
-- one, the secrets that sign them, and how the receiver behaves.

CREATE TABLE "notification_messages" (
    "id" UUID NOT NULL,
    "shop_id" INTEGER NOT NULL,
    "event" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_at" TIMESTAMPTZ(3),
    "http_status" INTEGER,
    "duration_ms" INTEGER,
    "error" TEXT,

    CONSTRAINT "notification_messages_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "notification_summaries" (
    "shop_id" INTEGER NOT NULL,
    "event" TEXT NOT NULL,
    "told_at" TIMESTAMPTZ(3),
    "since" TIMESTAMPTZ(3),
    "count" INTEGER NOT NULL DEFAULT 0,
    "outcomes" JSONB NOT NULL DEFAULT '{}',
    "syncs" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "notification_summaries_pkey" PRIMARY KEY ("shop_id","event")
);

CREATE TABLE "notification_secrets" (
    "id" UUID NOT NULL,
    "shop_id" INTEGER NOT NULL,
    "secret" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_secrets_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "notification_receivers" (
    "shop_id" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "quiet_until" TIMESTAMPTZ(3),

    CONSTRAINT "notification_receivers_pkey" PRIMARY KEY ("shop_id")
);

CREATE INDEX "notification_messages_shop_id_created_at_id_idx" ON "notification_messages"("shop_id", "created_at", "id");
CREATE INDEX "notification_messages_created_at_idx" ON "notification_messages" USING BRIN ("created_at");
-- What is to be sent next (monitor/notifications/queue.sql.ts): a partial index, which the schema file has no words for.
CREATE INDEX "notification_messages_waiting" ON "notification_messages"("shop_id", "next_at") WHERE "status" = 'waiting';
CREATE INDEX "notification_secrets_shop_id_idx" ON "notification_secrets"("shop_id");
-- One current secret of a shop, also when two processes make the first one at the same time.
CREATE UNIQUE INDEX "notification_secrets_current" ON "notification_secrets"("shop_id") WHERE "expires_at" IS NULL;

ALTER TABLE "notification_messages" ADD CONSTRAINT "notification_messages_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notification_summaries" ADD CONSTRAINT "notification_summaries_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notification_secrets" ADD CONSTRAINT "notification_secrets_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notification_receivers" ADD CONSTRAINT "notification_receivers_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE CASCADE ON UPDATE CASCADE;
