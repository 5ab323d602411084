import { createApp } from './ports.server.ts';
import { serve } from './serve.server.ts';

// The executable: `node app/server.ts [--web | --worker]`. Without a flag it is both.
await serve(createApp, process.argv.slice(2));
