import type { SyncNowEnding } from '../customer-view.ts';
import { answer, problem, unknownCustomer } from './problem.ts';

/** The answer to whoever asked for a customer to be synced. */
export function answerSync(ending: SyncNowEnding): Response {
  switch (ending.kind) {
    case 'accepted':
      return answer(202, { changeId: ending.changeId });
    case 'unknown':
      return unknownCustomer();
    case 'not_connected':
      return problem('not_connected', { detail: 'Connect a Brevo account first' });
    case 'cannot_be_asked':
      return problem('not_allowed_now', {
        detail:
          'The system this customer comes from cannot be asked: the customer is sent with its next event',
      });
  }
}
