-- An import prepares its rows here before they go to Brevo. Unlogged, because all of it can be made again from the
-- store and from Brevo, and because a million rows would otherwise be written twice. After a crash of PostgreSQL they
-- are empty, which the run notices. No foreign keys for the same reason: whoever ends a batch deletes its rows.
CREATE TABLE "import_batches" (
    "id" UUID NOT NULL,
    "shop_id" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_until" TIMESTAMPTZ(3),
    "off_list_id" BIGINT,

    CONSTRAINT "import_batches_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "import_batches_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "import_batches_shop_id_idx" ON "import_batches"("shop_id");

CREATE TABLE "import_loads" (
    "id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "shop_id" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "grp" SMALLINT NOT NULL,
    "first_position" INTEGER NOT NULL,
    "last_position" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "list_id" BIGINT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'sending',
    "notify_secret" TEXT,
    "process_id" BIGINT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "notified_at" TIMESTAMPTZ(3),
    "polls" INTEGER NOT NULL DEFAULT 0,
    "poll_at" TIMESTAMPTZ(3),
    "page_offset" INTEGER NOT NULL DEFAULT 0,
    "passes" INTEGER NOT NULL DEFAULT 0,
    "seen_until" TIMESTAMPTZ(3),
    "refused" JSONB NOT NULL DEFAULT '[]',
    "arrived" INTEGER NOT NULL DEFAULT 0,
    "ended_at" TIMESTAMPTZ(3),
    "ending" TEXT,

    CONSTRAINT "import_loads_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "import_loads_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "import_batches"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
-- Imports that run side by side can get stuck in Brevo: one an account, whoever starts it.
CREATE UNIQUE INDEX "import_loads_one_of_account" ON "import_loads"("account") WHERE "ended_at" IS NULL;
CREATE INDEX "import_loads_batch_id_idx" ON "import_loads"("batch_id");

CREATE UNLOGGED TABLE "import_rows" (
    "batch_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "grp" SMALLINT NOT NULL,
    "position" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "row" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "revision" INTEGER,
    "received_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_rows_pkey" PRIMARY KEY ("batch_id", "customer_id", "source")
);
CREATE INDEX "import_rows_batch_id_grp_position_idx" ON "import_rows"("batch_id", "grp", "position");

CREATE UNLOGGED TABLE "import_contacts" (
    "batch_id" UUID NOT NULL,
    "brevo_id" BIGINT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "ext_id" TEXT,
    "contact" TEXT NOT NULL,

    CONSTRAINT "import_contacts_pkey" PRIMARY KEY ("batch_id", "brevo_id")
);
CREATE INDEX "import_contacts_batch_id_email_idx" ON "import_contacts"("batch_id", "email");
CREATE INDEX "import_contacts_batch_id_phone_idx" ON "import_contacts"("batch_id", "phone");
CREATE INDEX "import_contacts_batch_id_ext_id_idx" ON "import_contacts"("batch_id", "ext_id");
