import { DIFFERENCE_KINDS, type DifferenceKind } from '../../domain/difference.ts';
import type { RunView, Services, ShopRef } from '../../services.ts';

export type RunIntent = 'start' | 'pause' | 'resume' | 'cancel';

/** How an action on a run ended. */
export type RunEnding =
  | { kind: 'started'; id: string }
  | { kind: 'done'; intent: RunIntent }
  | { kind: 'not_connected' }
  /** Somebody else was quicker: the run is in another state by now. */
  | { kind: 'not_allowed' };

/** Parses one button of the screens of runs and calls the one service function behind it. */
export async function changeRuns(services: Services, shop: ShopRef, form: FormData): Promise<RunEnding> {
  const kind = readRunKind(form.get('kind'));
  const intent = form.get('intent');
  if (!kind) throw new Response('Unknown kind', { status: 400 });
  if (intent === 'start')
    return services.runs.start(shop, kind, {
      dryRun: form.get('dryRun') === 'true',
      ...repairOf(form.get('repair')),
    });
  if (intent !== 'pause' && intent !== 'resume' && intent !== 'cancel')
    throw new Response('Unknown intent', { status: 400 });
  const ending = await services.runs[intent](shop, kind, String(form.get('id')));
  return ending.kind === 'done' ? { kind: 'done', intent } : { kind: 'not_allowed' };
}

/** What a comparison repairs: nothing, everything, or what it repairs unless something else is said. */
function repairOf(choice: unknown): { repair?: readonly DifferenceKind[] } {
  if (choice === 'nothing') return { repair: [] };
  return choice === 'everything' ? { repair: DIFFERENCE_KINDS } : {};
}

export function readRunKind(value: unknown): RunView['kind'] | null {
  return value === 'import' || value === 'reconciliation' ? value : null;
}
