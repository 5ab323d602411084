/** The id in the answer to a create, where there is one. */
export function createdIdOf(body: unknown): number | null {
  const id = (body as { id?: unknown } | null)?.id;
  return typeof id === 'number' ? id : null;
}
