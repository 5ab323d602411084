import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../app/db.server.ts';
import { cloneTemplate } from './cluster.ts';

/** A private, migrated database for a test file. */
export async function openTestDatabase(connections = 30): Promise<{ database: Database; url: string }> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const url = await cloneTemplate(inject('postgresUrl'), inject('templateName'), name);
  return { database: openDatabase({ url, connections }), url };
}
