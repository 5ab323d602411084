import { startMagento } from './server.ts';

// An emulated Magento as a process of its own: `node sandbox/magento/main.ts [port]`.
const magento = await startMagento({ port: Number(process.argv[2] ?? 0) });
for (let i = 1; i <= 20; i += 1)
  magento.world.register({ email: `mage${i}@example.com`, firstName: `Mage${i}`, subscribed: i % 2 === 0 });
process.stdout.write(`${JSON.stringify({ magento: magento.url, ...magento.world.integrations[0] })}\n`);
