import { startBrevo } from './server.ts';

// The emulated Brevo as a process of its own: ends with its parent.
const brevo = await startBrevo({ port: Number(process.env.SANDBOX_BREVO_PORT ?? 0) });
for (const [email, first, last] of [
  ['info@bloemenhof.example', 'Bloemenhof', 'Nieuwsbrief'],
  ['redactie@tuinkrant.example', 'Redactie', 'Tuinkrant'],
  ['hello@gardenfriends.example', 'Garden', 'Friends'],
] as const) {
  brevo.world.seedContact({ email, attributes: { FIRSTNAME: first, LASTNAME: last }, listIds: [2] });
}
process.stdout.write(`${JSON.stringify({ brevo: brevo.url })}\n`);
const stop = () => void brevo.close().then(() => process.exit(0));
process.on('SIGTERM', stop);
process.on('SIGINT', () => {});
process.stdin.resume();
process.stdin.on('end', stop);
