import { CustomerSyncClient, CustomerSyncError } from '../sdk/javascript/index.js';
import { type Call, EXIT, parse, type Terminal, Usage } from './call.ts';
import { apply, diff, exportConfiguration } from './configuration.ts';
import { status, tail, trigger } from './sync.ts';

const HELP = `Usage: npm run sync -- <command> [options]

  apply <file>           stores the configuration of a YAML or JSON file, and shows what changes; nothing when nothing does
  diff <file>            shows what apply would change, and stores nothing
  export [--output f]    the stored configuration as YAML
  trigger <event>        sends an event: --data '{"id": "...", "email": "..."}' or --data @file.json
  status [--json]        the queue, rates and latencies
  tail [--once]          the log as it grows: [--customer id] [--outcome failed] [--limit 20]

Where: CUSTOMER_SYNC_URL (https://sync.example.com) and CUSTOMER_SYNC_TOKEN (made in Settings), or --url and --token.
Ends with 0 when all is well, 1 when diff found changes, 2 for wrong usage, 3 when the app refused what was sent, 4 when
it could not be reached or did not let us in.`;

const COMMANDS: Record<string, (call: Call) => Promise<number>> = {
  apply,
  diff,
  export: exportConfiguration,
  trigger,
  status,
  tail,
};

/** Runs one command; answers the exit code. */
export async function run(args: string[], terminal: Terminal): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    terminal.err((error as Error).message);
    return EXIT.usage;
  }
  const [name, ...rest] = parsed.positionals;
  const { values } = parsed;
  if (values.help || name === undefined || name === 'help') {
    terminal.out(HELP);
    return name === undefined && !values.help ? EXIT.usage : EXIT.well;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    terminal.err(`There is no command ${name}.\n\n${HELP}`);
    return EXIT.usage;
  }
  const url = values.url ?? terminal.env.CUSTOMER_SYNC_URL;
  const token = values.token ?? terminal.env.CUSTOMER_SYNC_TOKEN;
  if (!url || !token || !URL.canParse(url)) {
    terminal.err(
      'Set CUSTOMER_SYNC_URL to where the app runs, and CUSTOMER_SYNC_TOKEN to a token from Settings.',
    );
    return EXIT.usage;
  }
  try {
    const client = new CustomerSyncClient({ url, token });
    return await command({ ...terminal, client, args: rest, options: values });
  } catch (error) {
    return explain(error, terminal);
  }
}

function explain(error: unknown, { err }: Terminal): number {
  if (error instanceof Usage) {
    err(error.message);
    return EXIT.usage;
  }
  if (!(error instanceof CustomerSyncError)) throw error;
  if (error.status === 0 || error.status >= 500 || error.status === 401) {
    err(error.status === 401 ? `The app does not let us in: ${error.detail}` : error.message);
    return EXIT.unreachable;
  }
  err(error.errors.length > 0 ? error.errors.map(inWords).join('\n') : error.message);
  return EXIT.refused;
}

function inWords({ path, message, line, column }: CustomerSyncError['errors'][number]): string {
  const place = line === undefined ? '' : `${line}:${column} `;
  return `${place}${path === '' ? '' : `${path}: `}${message}`;
}
