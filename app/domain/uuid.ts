const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Whether a text can be one of our ids at all; one that cannot is as unknown as one that is not there. */
export function isUuid(text: string | undefined): text is string {
  return text !== undefined && UUID.test(text);
}
