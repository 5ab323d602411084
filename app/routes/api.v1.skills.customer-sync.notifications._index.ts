import { endpoint } from '../api/endpoint.ts';
import { answer, invalid } from '../api/problem.ts';
import { DEFAULT_LIMIT, messagesQuery, readQuery } from '../api/query.ts';

/** `GET .../notifications`: messages to the webhook address and how they were delivered, newest first. */
const call = endpoint({
  GET: {
    async run({ shop, services, url }) {
      const query = readQuery(messagesQuery, url.searchParams);
      if (query.kind === 'invalid') return invalid(query.faults);
      const { cursor, limit = DEFAULT_LIMIT } = query.value;
      const page = await services.notifications.messages(shop, {
        limit,
        ...(cursor === undefined ? {} : { cursor }),
      });
      return answer(200, { notifications: page.messages, nextCursor: page.nextCursor });
    },
  },
});

export const loader = call;
export const action = call;
