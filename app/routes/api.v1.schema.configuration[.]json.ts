import { configurationFileSchema } from '../api/configuration-schema.ts';
import { publicDocument } from '../api/endpoint.ts';

/** `GET /api/v1/schema/configuration.json`, for editors: `# yaml-language-server: $schema=...`. */
const call = publicDocument(configurationFileSchema);

export const loader = call;
export const action = call;
