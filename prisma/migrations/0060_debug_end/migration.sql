-- Debug logging ends by itself at this time, null where it is off or was turned on before this column was there
ALTER TABLE "settings" ADD COLUMN "debug_until" TIMESTAMPTZ(3);
