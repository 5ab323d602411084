import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

export type PhoneReading = { kind: 'valid'; e164: string } | { kind: 'invalid' };

/**
 * A phone as people write it, to E.164. `countries` are tried in order for national formats; a number that starts
 * with `+` or `00` needs none. Brevo refuses the whole call for an invalid number, so validity is by country and
 * length (libphonenumber), not by pattern.
 */
export function readPhone(text: string, countries: readonly (string | null | undefined)[]): PhoneReading {
  const written = text.trim().replace(/^00(?=[1-9])/, '+');
  if (written.startsWith('+')) return check(written, undefined);
  for (const country of countries) {
    if (!country || !isSupportedCountry(country.toUpperCase())) continue;
    const reading = check(written, country.toUpperCase() as CountryCode);
    if (reading.kind === 'valid') return reading;
  }
  return { kind: 'invalid' };
}

function check(written: string, country: CountryCode | undefined): PhoneReading {
  const parsed = parsePhoneNumberFromString(written, country);
  return parsed?.isValid() ? { kind: 'valid', e164: parsed.number } : { kind: 'invalid' };
}

/** Brevo reads phones back as digits without a plus: the form in which two phones are compared. */
export function phoneDigits(phone: string): string {
  return phone.replace(/\D/g, '');
}
