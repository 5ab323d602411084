import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDatabase } from '../../app/db.server.ts';
import { readEnv } from '../../app/env.server.ts';
import { createLog } from '../../app/log.server.ts';
import { createApp } from '../../app/ports.server.ts';

// Our door, as app/http.server.ts serves it; the worker stands still, so that taking is what is measured.
const reading = readEnv();
if (reading.kind === 'invalid') throw new Error(reading.faults.join('\n'));
const database = openDatabase({ url: reading.env.databaseUrl as string });
const app = await createApp({ env: reading.env, database, log: createLog('error') });
const server = createServer((request, response) => void app.handleWebhook(request, response));
server.listen(0, '127.0.0.1', () => process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`));
