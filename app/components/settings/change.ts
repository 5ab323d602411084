import type { Fault, Services, ShopRef } from '../../services.ts';
import { applyForm, formOf, type SettingsForm } from './form.ts';

/** How an action of the settings screen ended (that of tokens aside: components/tokens/change.ts). */
export type SettingsEnding =
  | { kind: 'saved'; form: SettingsForm }
  | { kind: 'faults'; faults: Fault[] }
  | { kind: 'switched'; paused: boolean };

/** Stores what the form holds; null for an intent that is none of the form's. */
export async function changeSettings(
  services: Services,
  shop: ShopRef,
  form: FormData,
  savedBy: string,
): Promise<SettingsEnding | null> {
  switch (form.get('intent')) {
    case 'save':
      return save(services, shop, String(form.get('form')), savedBy);
    case 'pause':
    case 'resume': {
      const paused = form.get('intent') === 'pause';
      await services.configuration.setPaused(shop, paused, savedBy);
      return { kind: 'switched', paused };
    }
    default:
      return null;
  }
}

async function save(
  services: Services,
  shop: ShopRef,
  text: string,
  savedBy: string,
): Promise<SettingsEnding> {
  let sent: SettingsForm;
  try {
    sent = JSON.parse(text);
  } catch {
    throw new Response('Not a form', { status: 400 });
  }
  const { configuration, debugHours } = applyForm(await services.configuration.read(shop), sent);
  const choices = debugHours === undefined ? {} : { debugHours };
  const ending = await services.configuration.store(shop, configuration, savedBy, choices);
  return ending.kind === 'stored'
    ? { kind: 'saved', form: formOf(ending.configuration) }
    : { kind: 'faults', faults: ending.faults };
}
