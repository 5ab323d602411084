import type { Configuration, MappingTarget } from './configuration.ts';

/** First and last name as Brevo calls them in accounts that were opened in English, French, German or Dutch. */
export const NAME_PAIRS = {
  en: ['FIRSTNAME', 'LASTNAME'],
  fr: ['PRENOM', 'NOM'],
  de: ['VORNAME', 'NACHNAME'],
  nl: ['VOORNAAM', 'ACHTERNAAM'],
} as const;

export type NameLanguage = keyof typeof NAME_PAIRS;
export const NAME_LANGUAGES = Object.keys(NAME_PAIRS) as NameLanguage[];

/** The language in which the mapping names first and last name; null where the merchant chose other attributes. */
export function nameLanguageOf({ fieldMapping }: Pick<Configuration, 'fieldMapping'>): NameLanguage | null {
  const [first, last] = [attributeOf(fieldMapping.firstName), attributeOf(fieldMapping.lastName)];
  return NAME_LANGUAGES.find((name) => NAME_PAIRS[name][0] === first && NAME_PAIRS[name][1] === last) ?? null;
}

/** The mapping with first and last name sent to the attributes of a language; how they are sent stays. */
export function withNameLanguage(
  fieldMapping: Configuration['fieldMapping'],
  language: NameLanguage,
): Configuration['fieldMapping'] {
  const [first, last] = NAME_PAIRS[language];
  return {
    ...fieldMapping,
    firstName: renamed(fieldMapping.firstName, first),
    lastName: renamed(fieldMapping.lastName, last),
  };
}

function attributeOf(target: MappingTarget | undefined): string | undefined {
  return typeof target === 'object' ? target.attribute : target;
}

function renamed(target: MappingTarget | undefined, attribute: string): MappingTarget {
  return typeof target === 'object' ? { ...target, attribute } : attribute;
}
