import { magentoShop } from '../magento/page-shop.ts';
import { startMagento } from '../magento/server.ts';
import { wooShop } from '../woocommerce/page-shop.ts';
import { startWoo } from '../woocommerce/server.ts';

// The merchant's other shops, both in a process of their own: ends with its parent.
const woo = await startWoo({ pageOf: wooShop });
const magento = await startMagento({ pageOf: magentoShop });

for (const [firstName, lastName] of [
  ['Willem', 'de Boer'],
  ['Wanda', 'Smit'],
  ['Wout', 'Visser'],
] as const)
  woo.world.register({
    email: `${firstName.toLowerCase()}@woo.example`,
    firstName,
    lastName,
    billing: { country: 'NL', phone: '' },
  });
for (const [firstName, lastName, subscribed] of [
  ['Marit', 'Jansen', true],
  ['Mees', 'Bakker', false],
  ['Merel', 'Dekker', true],
] as const)
  magento.world.register({
    email: `${firstName.toLowerCase()}@mage.example`,
    firstName,
    lastName,
    subscribed,
  });

process.stdout.write(`${JSON.stringify({ shops: `${woo.url} ${magento.url}` })}\n`);
const stop = () => void Promise.all([woo.close(), magento.close()]).then(() => process.exit(0));
process.on('SIGTERM', stop);
process.on('SIGINT', () => {});
process.stdin.resume();
process.stdin.on('end', stop);
