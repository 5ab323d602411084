import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** What is kept secret at rest: AES-256-GCM for what must be read again, keyed hashes for what must only be recognised. */
export interface Secrets {
  encrypt(text: string): string;
  /** Throws when the text was not made by `encrypt` with the same key. */
  decrypt(sealed: string): string;
  /** A keyed hash (base64url) of an address or a token: equal texts give equal hashes, nothing gives the text back. */
  fingerprint(text: string): string;
}

const VERSION = 'v1';

/** Derives one key for sealing and another for fingerprints from the 32-byte ENCRYPTION_KEY. */
export function createSecrets(encryptionKey: Buffer): Secrets {
  const sealing = derive(encryptionKey, 'seal');
  // As a key object: from the bare bytes one would be made for every address.
  const hashing = createSecretKey(derive(encryptionKey, 'fingerprint'));
  return {
    encrypt(text) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    decrypt(sealed) {
      const [version, body] = sealed.split('.');
      if (version !== VERSION || !body) throw new Error('Not a sealed text of this application');
      const bytes = Buffer.from(body, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
    fingerprint: (text) => createHmac('sha256', hashing).update(text).digest('base64url'),
  };
}

/** Compares two strings in time that depends on neither's content. */
export function sameSecret(a: string, b: string): boolean {
  const key = randomBytes(32);
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function derive(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, 'customer-sync-for-brevo', purpose, 32));
}
