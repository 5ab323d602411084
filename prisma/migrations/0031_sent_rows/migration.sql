-- What an import carries, while it lives, where a crash of PostgreSQL does not empty it (import_rows is unlogged).
ALTER TABLE "import_loads" ADD COLUMN "sent" JSON;
