import type { Fault } from '../../services.ts';
import type { Configuration } from '../../settings/configuration.ts';
import { parseConfiguration } from '../../settings/configuration-parsing.ts';
import { type Place, parsePlacedYaml } from '../../settings/yaml.ts';

export type PlacedFault = Fault & Place;

type YamlJudgement =
  | { kind: 'valid'; configuration: Configuration }
  | { kind: 'invalid'; faults: PlacedFault[] };

/** Judges a text as the API would (settings/yaml.ts, settings/configuration-parsing.ts), with the place of each fault. */
export function judgeYaml(text: string, mapping: Configuration['fieldMapping']): YamlJudgement {
  const reading = parsePlacedYaml(text);
  if (reading.kind === 'invalid') return reading;
  const judged = parseConfiguration(reading.value, mapping);
  if (judged.kind === 'valid') return judged;
  const faults = judged.faults.map((fault) => ({ ...fault, ...reading.placeOf(fault.path) }));
  return { kind: 'invalid', faults: faults.sort((a, b) => a.line - b.line || a.column - b.column) };
}
