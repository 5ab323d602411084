/** What nobody outside Brevo knows for sure (facts, tag [?]): each a switch with our default. */
export interface Switches {
  /** May 2026: the same refusal came as invalid_parameter. */
  duplicateCode: 'duplicate_parameter' | 'invalid_parameter';
  nullClears: boolean;
  unknownAttributeRefused: boolean;
  unknownListRefused: boolean;
  /** GET /webhooks with none to show answers 400 instead of an empty list. */
  noWebhooksRefused: boolean;
  /** POST /contacts/batch was to stop on 2026-10-30. */
  batchGone: boolean;
  /** Whether writes through the API are told by webhook too. */
  echoes: boolean;
  /** Whether a block set through the API is told as an unsubscribe. */
  echoesBlocks: boolean;
  importDropsBooleans: boolean;
  /** `emailBlacklist: false`, the default, then means "unblock every row". */
  importLiftsBlocks: boolean;
  importFails: boolean;
  importStuck: boolean;
  /** An import that begins while another runs never ends. */
  parallelImportsStick: boolean;
  /** An import takes this long plus this much a row. */
  importMs: number;
  importMsPerRow: number;
}

export const DEFAULT_SWITCHES: Switches = {
  duplicateCode: 'duplicate_parameter',
  nullClears: false,
  unknownAttributeRefused: false,
  unknownListRefused: true,
  noWebhooksRefused: true,
  batchGone: true,
  echoes: true,
  echoesBlocks: false,
  importDropsBooleans: false,
  importLiftsBlocks: false,
  importFails: false,
  importStuck: false,
  parallelImportsStick: false,
  importMs: 500,
  importMsPerRow: 0.02,
};
