/** What nobody outside Brevo knows for sure (facts, tag [?]): each a switch with our default. */
export interface Switches {
  /** May 2026: the same refusal came as invalid_parameter. */
  duplicateCode: 'duplicate_parameter' | 'invalid_parameter';
  nullClears: boolean;
  unknownListRefused: boolean;
  /** Whether writes through the API are told by webhook too. */
  echoes: boolean;
  importDropsBooleans: boolean;
  importLiftsBlocks: boolean;
  importFails: boolean;
  importStuck: boolean;
  /** An import takes this long plus this much a row. */
  importMs: number;
  importMsPerRow: number;
}

export const DEFAULT_SWITCHES: Switches = {
  duplicateCode: 'duplicate_parameter',
  nullClears: false,
  unknownListRefused: true,
  echoes: true,
  importDropsBooleans: false,
  importLiftsBlocks: false,
  importFails: false,
  importStuck: false,
  importMs: 500,
  importMsPerRow: 0.02,
};
