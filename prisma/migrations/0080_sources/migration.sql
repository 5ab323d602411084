-- Sources besides Shopify: where they are and how they sign, and the last data of customers whose source cannot be asked.

-- CreateTable
CREATE TABLE "source_connections" (
    "shop_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "url" TEXT,
    "credentials" TEXT,
    "options" JSONB NOT NULL DEFAULT '{}',
    "ingest_key" TEXT,
    "ingest_secret" TEXT,
    "health" TEXT NOT NULL DEFAULT 'ok',
    "health_message" TEXT,
    "connected_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "received_at" TIMESTAMPTZ(3),
    "cursor" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "source_connections_pkey" PRIMARY KEY ("shop_id","source")
);

-- CreateTable
CREATE TABLE "carried_customers" (
    "shop_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "carried_customers_pkey" PRIMARY KEY ("shop_id","source","customer_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "source_connections_ingest_key_key" ON "source_connections"("ingest_key");

-- AddForeignKey
ALTER TABLE "source_connections" ADD CONSTRAINT "source_connections_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "carried_customers" ADD CONSTRAINT "carried_customers_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE CASCADE ON UPDATE CASCADE;
