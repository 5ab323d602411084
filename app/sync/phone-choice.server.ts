import type { Source } from '../domain/customer.ts';
import type { Ports } from '../ports.ts';
import { requestSync } from './sync-request.server.ts';

/**
 * A person decides whether a customer's phone goes to Brevo; deliveries, imports and reconciliations keep to it until
 * it is decided otherwise (plan.server.ts). The customer is delivered at once, so that the number leaves the contact or
 * comes back. Answers the id of that change.
 */
export async function choosePhone(
  ports: Ports,
  { shopId, source, customerId }: { shopId: number; source: Source; customerId: string },
  leftOut: boolean,
): Promise<string> {
  // A customer who never got as far as a contact has no link yet: what is decided waits in one that knows nothing else.
  await ports.db.pool.query(
    `insert into contact_links (shop_id, source, customer_id, state, phone_left_out) values ($1, $2, $3, 'skipped', $4)
     on conflict (shop_id, source, customer_id) do update set phone_left_out = excluded.phone_left_out`,
    [shopId, source, customerId, leftOut],
  );
  return (await requestSync(ports, shopId, [{ source, customerId }])) as string;
}
