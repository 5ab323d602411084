-- CreateTable
CREATE TABLE "run_differences" (
    "run_id" UUID NOT NULL,
    "shop_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "kinds" TEXT[] NOT NULL,
    "queued" BOOLEAN NOT NULL,
    "payload" TEXT NOT NULL,

    CONSTRAINT "run_differences_pkey" PRIMARY KEY ("run_id","source","customer_id")
);

-- CreateIndex
CREATE INDEX "run_differences_shop_id_source_customer_id_idx" ON "run_differences"("shop_id", "source", "customer_id");

-- AddForeignKey
ALTER TABLE "run_differences" ADD CONSTRAINT "run_differences_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
