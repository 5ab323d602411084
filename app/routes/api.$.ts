import { notFound } from '../api/problem.ts';

/** Every other address under `/api`, by any method. */
const call = async (): Promise<Response> => notFound('There is no such address; see /api/v1/openapi.json');

export const loader = call;
export const action = call;
