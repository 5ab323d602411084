import type { Language } from './account.ts';
import { startBrevo } from './server.ts';
import type { BrevoWorld } from './world.ts';

const { SANDBOX_BREVO_PORT = '0', SANDBOX_BREVO_LANGUAGE = 'en' } = process.env;
const LANGUAGES: string[] = ['en', 'fr', 'de', 'nl'] satisfies Language[];
if (!LANGUAGES.includes(SANDBOX_BREVO_LANGUAGE))
  throw new Error(`SANDBOX_BREVO_LANGUAGE is one of ${LANGUAGES.join(', ')}`);

/** Contacts that were there before anybody synced. */
function seed(world: BrevoWorld): void {
  const [first = '', last = ''] = world.account().attributes.map((a) => a.name);
  for (const [email, firstName, lastName] of [
    ['info@bloemenhof.example', 'Bloemenhof', 'Nieuwsbrief'],
    ['redactie@tuinkrant.example', 'Redactie', 'Tuinkrant'],
    ['hello@gardenfriends.example', 'Garden', 'Friends'],
  ] as const)
    world.seedContact({ email, attributes: { [first]: firstName, [last]: lastName }, listIds: [2] });
}

// The emulated Brevo as a process of its own: ends with its parent.
const brevo = await startBrevo({
  port: Number(SANDBOX_BREVO_PORT),
  language: SANDBOX_BREVO_LANGUAGE as Language,
  seed,
});
process.stdout.write(`${JSON.stringify({ brevo: brevo.url })}\n`);
const stop = () => void brevo.close().then(() => process.exit(0));
process.on('SIGTERM', stop);
process.on('SIGINT', () => {});
process.stdin.resume();
process.stdin.on('end', stop);
