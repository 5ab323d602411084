import { startWoo } from './server.ts';

// An emulated WooCommerce as a process of its own: `node sandbox/woocommerce/main.ts [port]`.
const woo = await startWoo({ port: Number(process.argv[2] ?? 0) });
for (let i = 1; i <= 20; i += 1)
  woo.world.register({ email: `woo${i}@example.com`, firstName: `Woo${i}`, billing: { country: 'NL' } });
process.stdout.write(`${JSON.stringify({ woocommerce: woo.url, ...woo.world.keys[0] })}\n`);
