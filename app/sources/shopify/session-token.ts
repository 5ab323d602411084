import { errors, type JWTPayload, jwtVerify } from 'jose';

/** What a session token says, once it is known to be Shopify's and meant for us. */
export type TokenReading =
  | { kind: 'valid'; domain: string; userId: string }
  | { kind: 'invalid'; reason: TokenFault };

export type TokenFault =
  | 'malformed'
  | 'bad_signature'
  | 'expired'
  | 'not_yet_valid'
  | 'wrong_audience'
  | 'wrong_shop';

const SHOP = /^[a-z0-9][a-z0-9-]{0,100}\.myshopify\.com$/;
const TOLERANCE_SECONDS = 10;

/**
 * Reads a session token of App Bridge: HS256 with our secret and nothing else, for our client id, in time, and from
 * one shop (`iss` and `dest` name the same one).
 */
export async function readSessionToken(
  token: string,
  app: { apiKey: string; apiSecret: string; now?: Date },
): Promise<TokenReading> {
  let claims: JWTPayload;
  try {
    const verified = await jwtVerify(token, new TextEncoder().encode(app.apiSecret), {
      algorithms: ['HS256'],
      audience: app.apiKey,
      clockTolerance: TOLERANCE_SECONDS,
      requiredClaims: ['exp', 'nbf', 'iss', 'dest', 'sub'],
      ...(app.now ? { currentDate: app.now } : {}),
    });
    claims = verified.payload;
  } catch (error) {
    return { kind: 'invalid', reason: faultOf(error) };
  }
  const domain = shopOf(claims.dest);
  if (domain === null || domain !== shopOf(claims.iss)) return { kind: 'invalid', reason: 'wrong_shop' };
  return { kind: 'valid', domain, userId: String(claims.sub) };
}

/** The host of an https URL of a store, without port, user or any other ornament. */
function shopOf(value: unknown): string | null {
  if (typeof value !== 'string' || !URL.canParse(value)) return null;
  const url = new URL(value);
  const plain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  return plain && SHOP.test(url.hostname) ? url.hostname : null;
}

function faultOf(error: unknown): TokenFault {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'wrong_audience';
    if (error.claim === 'nbf' && error.reason === 'check_failed') return 'not_yet_valid';
    if (error.claim === 'dest' || error.claim === 'iss') return 'wrong_shop';
    return 'malformed';
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JOSEAlgNotAllowed) {
    return 'bad_signature';
  }
  return 'malformed';
}
