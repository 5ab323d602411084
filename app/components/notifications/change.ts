import type { MessageView, NotificationSecretView, Services, ShopRef } from '../../services.ts';

/** How an action on the notifications ended. */
export type NotificationChange =
  | { kind: 'secret'; secret: NotificationSecretView }
  | { kind: 'tested'; message: MessageView }
  | { kind: 'no_address' };

/** Calls the one service function behind a form; null for an intent that is none of these. */
export async function changeNotifications(
  services: Services,
  shop: ShopRef,
  form: FormData,
): Promise<NotificationChange | null> {
  switch (form.get('intent')) {
    case 'show_secret':
      return { kind: 'secret', secret: await services.notifications.secret(shop) };
    case 'rotate_secret':
      return { kind: 'secret', secret: await services.notifications.rotateSecret(shop) };
    case 'send_test': {
      const ending = await services.notifications.sendTest(shop);
      return ending.kind === 'sent' ? { kind: 'tested', message: ending.message } : ending;
    }
    default:
      return null;
  }
}
