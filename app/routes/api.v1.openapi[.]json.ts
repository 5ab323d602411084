import { publicDocument } from '../api/endpoint.ts';
import { openApiDocument } from '../api/openapi.ts';

/** `GET /api/v1/openapi.json`, without authentication: a description holds nothing of anybody. */
const call = publicDocument(openApiDocument);

export const loader = call;
export const action = call;
