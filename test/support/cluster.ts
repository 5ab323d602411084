import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate, openDatabase } from '../../app/db.server.ts';
import { ensureDatabase, startEmbeddedPostgres } from '../../app/embedded-postgres.server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the server's `postgres` database. */
    postgresUrl: string;
    templateName: string;
  }
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TEMPLATE = 'template_migrated';

/**
 * One PostgreSQL for a whole run: the database of DATABASE_URL's server where that is set, else an embedded one that
 * keeps nothing. A template is migrated once; every test file clones it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'customer-sync-test-'));
  const server = await startEmbeddedPostgres({
    directory,
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '300',
      shared_buffers: '256MB',
    },
  });
  const url = await ensureDatabase(server, TEMPLATE);
  const database = openDatabase({ url });
  await migrate(database, url, ROOT);
  await database.close();
  project.provide('postgresUrl', server.url('postgres'));
  project.provide('templateName', TEMPLATE);
  return async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
}

/** Clones the template under a new name; answers its connection string. */
export async function cloneTemplate(postgresUrl: string, template: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    // Two clones at once disturb each other: they take turns.
    await client.query('select pg_advisory_lock(1)');
    await client.query(`create database "${name}" template "${template}"`);
  } finally {
    await client.end();
  }
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return url.toString();
}
