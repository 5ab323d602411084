-- A whole comparison keeps Brevo's contacts and the customers it has met here and not in memory, which does not grow
-- with the store. Unlogged, because all of it can be read again.
ALTER TABLE "import_contacts" ADD COLUMN "claimed" BOOLEAN NOT NULL DEFAULT false;

CREATE UNLOGGED TABLE "compared_customers" (
    "batch_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,

    CONSTRAINT "compared_customers_pkey" PRIMARY KEY ("batch_id", "customer_id")
);
