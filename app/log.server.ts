import pino from 'pino';

/** The log: JSON lines on standard output. */
export type Log = pino.Logger;

/** Keys whose values never reach the log, at any depth that we log. */
const SECRET_KEYS = [
  'apiKey',
  'accessToken',
  'refreshToken',
  'token',
  'authorization',
  'secret',
  'password',
  'email',
  'phone',
];

const ADDRESS = /[^\s"'<>@,;:()]+@[^\s"'<>@,;()]+\.[a-z]{2,}/gi;
const PHONE = /\+?\d[\d\s().-]{7,}\d/g;
const KEY = /xkeysib-[\w-]+|shp(at|ss|ua|ca|rt)_[\w-]+|Bearer\s+[\w.-]+|eyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/** Makes a logger. Customer addresses and secrets are cut out of messages as well as of known keys. */
export function createLog(level: string, destination?: pino.DestinationStream): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRET_KEYS.flatMap((k) => [k, `*.${k}`, `*.*.${k}`]), censor: '[redacted]' },
    serializers: { err: (error: unknown) => describeError(error) },
    hooks: {
      logMethod(args, method) {
        method.apply(this, args.map((a) => (typeof a === 'string' ? redact(a) : a)) as typeof args);
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Replaces e-mail addresses, phone numbers and keys in a text that somebody else wrote. */
export function redact(text: string): string {
  return text.replace(KEY, '[secret]').replace(ADDRESS, '[email]').replace(PHONE, redactPhone);
}

/** Long plain digits are ids more often than phones: only what is written like a phone goes. */
function redactPhone(match: string): string {
  return /^\d+$/.test(match) || /^\d{4}-\d{2}-\d{2}/.test(match) ? match : '[phone]';
}

function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: redact(String(error)) };
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  const code = (error as NodeJS.ErrnoException).code;
  return {
    type: error.name,
    message: redact(error.message),
    ...(code === undefined ? {} : { code }),
    stack: redact(error.stack ?? ''),
    ...cause,
  };
}
