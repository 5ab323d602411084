import { endpoint } from '../api/endpoint.ts';
import { csvFile, notFound } from '../api/problem.ts';
import { isUuid } from '../domain/uuid.ts';

/** `GET .../reconciliations/{id}/differences.csv`: every difference that the reconciliation found. */
const call = endpoint({
  GET: {
    async run({ shop, services, params, drained }) {
      const { id } = params;
      const ending = isUuid(id) ? await services.runs.differences(shop, id) : { kind: 'unknown' as const };
      switch (ending.kind) {
        case 'unknown':
          return notFound('There is no reconciliation with this id');
        case 'not_kept':
          return notFound(`The differences of a reconciliation are kept for ${ending.days} days`);
        case 'read':
          return csvFile(`differences-${id}.csv`, ending.csv, drained);
      }
    },
  },
});

export const loader = call;
export const action = call;
