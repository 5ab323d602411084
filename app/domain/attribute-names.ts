import type { BrevoAttribute, MappingRule } from './mapping-rule.ts';

/** Brevo's attribute names: letters, digits, underscore and hyphen, 50 at most, stored in capitals. */
export const ATTRIBUTE_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,49}$/;

/** One meaning: what it is called in English, French, German and Dutch accounts, and other names people give it. */
type Meaning = readonly [en: string, fr: string, de: string, nl: string, ...others: string[]];

const LANGUAGES = ['en', 'fr', 'de', 'nl'] as const;

const MEANINGS: readonly Meaning[] = [
  ['FIRSTNAME', 'PRENOM', 'VORNAME', 'VOORNAAM', 'NOMBRE', 'NOME', 'GIVEN_NAME', 'FNAME'],
  ['LASTNAME', 'NOM', 'NACHNAME', 'ACHTERNAAM', 'APELLIDOS', 'APELLIDO', 'COGNOME', 'SURNAME', 'LNAME'],
  ['FULLNAME', 'NOM_COMPLET', 'NAME', 'NAAM', 'FULL_NAME'],
  ['SMS', 'SMS', 'SMS', 'SMS'],
  ['LANDLINE_NUMBER', 'LANDLINE_NUMBER', 'LANDLINE_NUMBER', 'LANDLINE_NUMBER', 'PHONE', 'TELEPHONE'],
  ['STREET', 'ADRESSE', 'STRASSE', 'STRAAT', 'ADDRESS', 'ADDRESS1', 'ADRES', 'RUE', 'DIRECCION', 'LINE1'],
  ['ADDRESS2', 'COMPLEMENT_ADRESSE', 'ADRESSZUSATZ', 'ADRES2', 'LINE2'],
  ['CITY', 'VILLE', 'STADT', 'STAD', 'ORT', 'PLAATS', 'WOONPLAATS', 'CIUDAD', 'CITTA'],
  ['ZIP', 'CODE_POSTAL', 'PLZ', 'POSTCODE', 'ZIPCODE', 'POSTAL_CODE', 'POSTLEITZAHL', 'CAP'],
  ['COUNTRY', 'PAYS', 'LAND', 'LAND', 'PAIS', 'PAESE'],
  ['COUNTRY_CODE', 'CODE_PAYS', 'LAENDERCODE', 'LANDCODE'],
  ['PROVINCE', 'REGION', 'BUNDESLAND', 'PROVINCIE', 'STATE'],
  ['COMPANY', 'SOCIETE', 'FIRMA', 'BEDRIJF', 'ENTREPRISE', 'UNTERNEHMEN', 'EMPRESA', 'AZIENDA'],
  ['TOTAL_ORDERS', 'NOMBRE_COMMANDES', 'ANZAHL_BESTELLUNGEN', 'AANTAL_BESTELLINGEN', 'ORDERS', 'ORDER_COUNT'],
  ['TOTAL_SPENT', 'TOTAL_DEPENSE', 'UMSATZ', 'OMZET', 'AMOUNT_SPENT', 'LIFETIME_VALUE', 'LTV', 'REVENUE'],
  ['LAST_ORDER_DATE', 'DERNIERE_COMMANDE', 'LETZTE_BESTELLUNG', 'LAATSTE_BESTELLING', 'LAST_ORDER'],
  ['LAST_ORDER_NAME', 'LAST_ORDER_NAME', 'LAST_ORDER_NAME', 'LAST_ORDER_NAME', 'LAST_ORDER_NUMBER'],
  ['CUSTOMER_TIER', 'NIVEAU', 'KUNDENSTUFE', 'KLANTNIVEAU', 'TIER', 'LEVEL'],
  ['TAGS', 'TAGS', 'TAGS', 'TAGS', 'LABELS', 'ETIQUETTES'],
  ['LANGUAGE', 'LANGUE', 'SPRACHE', 'TAAL', 'LOCALE', 'LANG', 'IDIOMA', 'LINGUA'],
  ['NOTE', 'NOTE', 'NOTIZ', 'NOTITIE', 'NOTES', 'REMARQUE'],
  ['CURRENCY', 'DEVISE', 'WAEHRUNG', 'VALUTA'],
  ['CUSTOMER_SINCE', 'CLIENT_DEPUIS', 'KUNDE_SEIT', 'KLANT_SINDS', 'CREATED_AT', 'REGISTRATION_DATE'],
  ['CUSTOMER_ID', 'NUMERO_CLIENT', 'KUNDENNUMMER', 'KLANTNUMMER', 'SHOPIFY_ID', 'ID'],
  ['BIRTHDAY', 'DATE_NAISSANCE', 'GEBURTSTAG', 'GEBOORTEDATUM', 'BIRTHDATE', 'BIRTH_DATE', 'DATE_OF_BIRTH'],
  ['GENDER', 'SEXE', 'GESCHLECHT', 'GESLACHT', 'SEX'],
];

/** Fields whose own name is not what their attribute is called. */
const CALLED: Record<string, string> = {
  phone: 'SMS',
  'address.phone': 'LANDLINE_NUMBER',
  name: 'FULLNAME',
  acceptsMarketing: 'ACCEPTS_MARKETING',
  acceptsSms: 'ACCEPTS_SMS',
};

const meaningOf = new Map(MEANINGS.flatMap((m) => m.map((name) => [plain(name), m] as const)).reverse());

/** The name in the form in which two are compared: without case, accents and separators. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]/g, '')
    .toUpperCase();
}

/** `address.countryCode` to COUNTRY_CODE, `metafield.custom.birth_date` to BIRTH_DATE, `tag:VIP club` to VIP_CLUB. */
function ownName(source: string): string {
  const called = CALLED[source];
  if (called) return called;
  const last = source.startsWith('tag:') ? source.slice('tag:'.length) : (source.split('.').at(-1) ?? source);
  const spaced = last.replace(/([a-z0-9])([A-Z])/g, '$1_$2').normalize('NFD');
  const name = spaced
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
    .toUpperCase();
  return name.slice(0, 50) || 'FIELD';
}

/** The language in which the account names people: its position in a meaning. Accounts differ by where they were opened. */
function languageOf(attributes: readonly BrevoAttribute[]): number {
  const held = new Set(attributes.map(({ name }) => name));
  const found = LANGUAGES.findIndex(
    (_, i) => held.has(MEANINGS[0]?.[i] ?? '') && held.has(MEANINGS[1]?.[i] ?? ''),
  );
  return Math.max(0, found);
}

/** Whether a rule can write to the attribute: what Brevo calculates itself, and the two keys of a contact, are not ours. */
export function isWritable({ name, category, type }: BrevoAttribute): boolean {
  if (name === 'EMAIL' || name === 'EXT_ID' || type === 'id') return false;
  return category === 'normal' || category === 'category';
}

/** The attribute of the account that means what the field is, in whatever language; null where there is none. */
export function matchingAttribute(source: string, attributes: readonly BrevoAttribute[]): string | null {
  const own = ownName(source);
  const meaning = meaningOf.get(plain(own));
  const wanted = [own, ...(meaning ?? [])].map(plain);
  const usable = attributes.filter(isWritable);
  for (const word of wanted) {
    const found = usable.find(({ name }) => plain(name) === word);
    if (found) return found.name;
  }
  return null;
}

/** What a new attribute for the field would be called, in the account's language where the meaning is known. */
export function newAttributeName(source: string, attributes: readonly BrevoAttribute[]): string {
  const own = ownName(source);
  return meaningOf.get(plain(own))?.[languageOf(attributes)] ?? own;
}

/** Fields that are not mapped and that the account has an attribute for: offered as rules to add. */
export function suggestRules(
  sources: readonly string[],
  rules: readonly Pick<MappingRule, 'source' | 'attribute'>[],
  attributes: readonly BrevoAttribute[],
): { source: string; attribute: string }[] {
  const used = new Set(rules.map(({ source }) => source));
  const taken = new Set(rules.map(({ attribute }) => attribute));
  const suggested: { source: string; attribute: string }[] = [];
  for (const source of sources) {
    const attribute = used.has(source) ? null : matchingAttribute(source, attributes);
    if (attribute === null || taken.has(attribute)) continue;
    taken.add(attribute);
    suggested.push({ source, attribute });
  }
  return suggested;
}
