/** What people, places and numbers of a country look like; all of it made up. */
export interface Country {
  locale: string;
  code: string;
  name: string;
  first: string[];
  last: string[];
  streets: string[];
  /** City and how its postal codes look; `#` is a digit. */
  cities: [string, string][];
  domains: string[];
  /** Six digits that no other customer of the country has, to E.164 and to how people write it there. */
  phone(digits: string): { e164: string; national: string };
}

export const COUNTRIES: Country[] = [
  {
    locale: 'nl',
    code: 'NL',
    name: 'Netherlands',
    first: [
      'Anouk',
      'Bram',
      'Daan',
      'Eva',
      'Femke',
      'Joris',
      'Lotte',
      'Mees',
      'Noor',
      'Sanne',
      'Thijs',
      'Wout',
    ],
    last: [
      'Bakker',
      'de Boer',
      'de Wit',
      'Dijkstra',
      'Jansen',
      'Koster',
      'van den Berg',
      "van 't Hof",
      'Visser',
    ],
    streets: ['Keizersgracht', 'Dorpsstraat', 'Molenweg', 'Singel'],
    cities: [
      ['Amsterdam', '10## CJ'],
      ['Utrecht', '35## AB'],
      ['Groningen', '97## KX'],
      ['Breda', '48## RD'],
    ],
    domains: ['example.com', 'example.org', 'bloemenpost.example'],
    phone: (d) => ({ e164: `+31612${d}`, national: `06 12${d.slice(0, 2)} ${d.slice(2)}` }),
  },
  {
    locale: 'de',
    code: 'DE',
    name: 'Germany',
    first: [
      'Anke',
      'Björn',
      'Greta',
      'Jonas',
      'Jürgen',
      'Käthe',
      'Leonie',
      'Lukas',
      'Mia',
      'Sören',
      'Tobias',
    ],
    last: [
      'Becker',
      'Fischer',
      'Groß',
      'Hoffmann',
      'König',
      'Müller',
      'Schäfer',
      'Schmidt',
      'von Bülow',
      'Weiß',
    ],
    streets: ['Hauptstraße', 'Gartenweg', 'Lindenallee', 'Am Mühlbach'],
    cities: [
      ['Berlin', '10###'],
      ['Köln', '50###'],
      ['München', '80###'],
      ['Münster', '48###'],
    ],
    domains: ['example.com', 'example.net', 'gartenpost.example'],
    phone: (d) => ({ e164: `+4915112${d}`, national: `0151 12${d}` }),
  },
  {
    locale: 'fr',
    code: 'FR',
    name: 'France',
    first: ['Amélie', 'Chloé', 'Éloïse', 'François', 'Hugo', 'Jean-Luc', 'Léa', 'Mathis', 'Noémie', 'Zoé'],
    last: ['Bernard', "d'Aubigné", 'Dubois', 'Girard', 'Lefèvre', 'Le Goff', 'Moreau', 'Petit', 'Rousseau'],
    streets: ['rue des Lilas', 'avenue Foch', 'rue du Moulin', 'quai de Seine'],
    cities: [
      ['Paris', '750##'],
      ['Lyon', '690##'],
      ['Nîmes', '300##'],
      ['Orléans', '450##'],
    ],
    domains: ['example.com', 'example.org', 'jardin.example'],
    phone: (d) => ({ e164: `+33612${d}`, national: `06 12 ${d.slice(0, 2)} ${d.slice(2, 4)} ${d.slice(4)}` }),
  },
  {
    locale: 'en',
    code: 'GB',
    name: 'United Kingdom',
    first: [
      'Alice',
      'Ben',
      'Charlotte',
      'Edward',
      'Imogen',
      'Jack',
      'Niamh',
      'Oliver',
      'Poppy',
      'Rhys',
      'Zara',
    ],
    last: ['Baker', 'Clarke', 'Evans', 'Hughes', 'MacLeod', "O'Brien", 'Smith', 'Taylor-Jones', 'Wright'],
    streets: ['High Street', 'Church Lane', 'Mill Road', 'Station Road'],
    cities: [
      ['London', 'E# #AA'],
      ['Bristol', 'BS# #NG'],
      ['Leeds', 'LS# #DY'],
      ['Cardiff', 'CF# #XT'],
    ],
    domains: ['example.com', 'example.net', 'allotment.example'],
    phone: (d) => ({ e164: `+447400${d}`, national: `07400 ${d}` }),
  },
];
