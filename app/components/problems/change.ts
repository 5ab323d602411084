import type { SyncNowEnding } from '../../customer-view.ts';
import type { FixEnding, Services, ShopRef } from '../../services.ts';
import { readSelection } from './by-cause.ts';

/** How a button of the screen of problems ended. */
export type ProblemsEnding =
  | { kind: 'replayed'; replayed: number; runId: string | null }
  | FixEnding
  | { kind: 'phone'; ending: SyncNowEnding };

/** What a button of the screen asks for; null for a form that is none of ours. */
export async function changeProblems(
  services: Pick<Services, 'problems' | 'customers'>,
  shop: ShopRef,
  form: FormData,
): Promise<ProblemsEnding | null> {
  const [fix, warned, phoneOf] = [form.get('fix'), form.get('warned'), form.get('phoneOf')];
  if (fix === 'create_attributes') return services.problems.createMissing(shop);
  if (typeof warned === 'string' && warned)
    return { kind: 'replayed', ...(await services.problems.retryWarned(shop, warned)) };
  if (typeof phoneOf === 'string' && phoneOf)
    return { kind: 'phone', ending: await services.customers.choosePhone(shop, phoneOf, true) };
  const selection = readSelection(form);
  if (!selection) return null;
  return { kind: 'replayed', ...(await services.problems.replay(shop, selection)), runId: null };
}
