import { readFile, writeFile } from 'node:fs/promises';
import { CustomerSyncError } from '../sdk/javascript/index.js';
import { type Call, EXIT, SKILL, Usage } from './call.ts';
import { changesBetween } from './changes.ts';

const PATH = `/skills/${SKILL}`;
/** Somebody may save in the same moment; then the difference is looked at anew. */
const ATTEMPTS = 3;

interface File {
  body: string;
  headers: { 'content-type': string };
}

/** Stores a file where it differs from what is stored: applied twice, the second time nothing happens. */
export async function apply(call: Call): Promise<number> {
  const file = await fileOf(call);
  for (let attempt = 1; ; attempt += 1) {
    const { changes, etag } = await compare(call, file);
    if (changes.length === 0) {
      call.out('Nothing changes.');
      return EXIT.well;
    }
    try {
      await call.client.request('PUT', PATH, {
        body: file.body,
        headers: { ...file.headers, 'if-match': etag },
      });
    } catch (error) {
      if (error instanceof CustomerSyncError && error.status === 412 && attempt < ATTEMPTS) continue;
      throw error;
    }
    for (const change of changes) call.out(change);
    call.out(`Applied: ${changes.length === 1 ? '1 change' : `${changes.length} changes`}.`);
    return EXIT.well;
  }
}

/** Shows what apply would change. The app judges the file, so every fault of it is told here as well. */
export async function diff(call: Call): Promise<number> {
  const { changes } = await compare(call, await fileOf(call));
  for (const change of changes) call.out(change);
  if (changes.length === 0) call.out('Nothing changes.');
  return changes.length === 0 ? EXIT.well : EXIT.differs;
}

/** The stored configuration as the file that apply takes. */
export async function exportConfiguration({ client, options, out }: Call): Promise<number> {
  const yaml = await client.request<string>('GET', PATH, { headers: { accept: 'application/yaml' } });
  if (options.output === undefined) out(yaml.trimEnd());
  else await writeFile(options.output, yaml);
  return EXIT.well;
}

async function compare({ client }: Call, file: File): Promise<{ changes: string[]; etag: string }> {
  const read = await client.respond('GET', PATH);
  const etag = read.headers.get('etag') ?? '*';
  const stored = (await read.json()) as object;
  const wanted = await client.request<object>('PUT', PATH, { ...file, query: { dryRun: 'true' } });
  return { changes: changesBetween(stored, wanted), etag };
}

async function fileOf({ args: [name] }: Call): Promise<File> {
  if (name === undefined) throw new Usage('Name a file: npm run sync -- apply config.yaml');
  const body = await readFile(name, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Usage(error.code === 'ENOENT' ? `There is no file ${name}` : error.message);
  });
  const type = name.endsWith('.json') ? 'application/json' : 'application/yaml';
  return { body, headers: { 'content-type': type } };
}
