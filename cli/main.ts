import { run } from './run.ts';

// `npm run sync -- <command>`: the configuration as code, events and the state of the sync, over the HTTP API.
process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
});
