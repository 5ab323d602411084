/** An answer of the emulated API. */
export interface Reply {
  status: number;
  body?: unknown;
}

/** A call as the resources see it. */
export interface ResourceCall {
  method: string;
  /** Decoded parts of the path after the resource's name. */
  parts: string[];
  query: URLSearchParams;
  body: Record<string, unknown>;
  now: number;
}

export const noContent: Reply = { status: 204 };

export function reply(status: number, body: unknown): Reply {
  return { status, body };
}

/** Brevo's error envelope; contact calls may add metadata. */
export function refuse(
  status: number,
  code: string,
  message: string,
  metadata?: Record<string, unknown>,
): Reply {
  return { status, body: metadata ? { code, message, metadata } : { code, message } };
}

export const NO_METHOD: Reply = refuse(405, 'method_not_allowed', 'Method not allowed');
export const notFound = (message: string): Reply => refuse(404, 'document_not_found', message);
export const contactNotFound: Reply = notFound('Contact does not exist');
