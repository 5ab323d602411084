import { useEffect, useMemo, useRef, useState } from 'react';
import type { Configuration } from '../../settings/configuration.ts';
import { configurationOf } from './draft.ts';
import type { PlacedFault } from './judge-yaml.ts';
import type { MappingEdit } from './use-mapping.ts';

export interface YamlEdit {
  /** Undefined while the code that reads YAML is on its way. */
  text: string | undefined;
  faults: PlacedFault[];
  change(text: string): void;
  reset(): void;
}

type Tools = {
  stringify(configuration: Configuration): string;
  judge: typeof import('./judge-yaml.ts').judgeYaml;
};

/**
 * The draft as YAML, and back: what is typed becomes the draft as soon as it has no faults. The text itself stays as
 * it was typed until the draft is changed elsewhere. The code for YAML is loaded when this view is opened first.
 */
export function useYaml(edit: MappingEdit, shown: boolean): YamlEdit {
  const [tools, setTools] = useState<Tools>();
  const [typed, setTyped] = useState<string | null>(null);
  const [faults, setFaults] = useState<PlacedFault[]>([]);
  /** The draft that the typed text became: another one is from elsewhere. */
  const became = useRef<string | null>(null);
  const configuration = useMemo(() => configurationOf(edit.draft), [edit.draft]);
  const now = useMemo(() => JSON.stringify(configuration), [configuration]);

  useEffect(() => {
    if (!shown || tools) return;
    void Promise.all([import('../../settings/yaml.ts'), import('./judge-yaml.ts')]).then(
      ([{ stringifyConfiguration }, { judgeYaml }]) =>
        setTools({ stringify: stringifyConfiguration, judge: judgeYaml }),
    );
  }, [shown, tools]);

  useEffect(() => {
    if (became.current === null || became.current === now || faults.length > 0) return;
    became.current = null;
    setTyped(null);
  }, [now, faults]);

  const made = useMemo(() => tools?.stringify(configuration), [tools, configuration]);
  return {
    text: typed ?? made,
    faults,
    change(text) {
      if (!tools) return;
      setTyped(text);
      const judged = tools.judge(text, edit.saved.configuration.fieldMapping);
      setFaults(judged.kind === 'invalid' ? judged.faults : []);
      if (judged.kind === 'invalid') return;
      became.current = JSON.stringify(judged.configuration);
      edit.step({ kind: 'reset', configuration: judged.configuration });
    },
    reset() {
      became.current = null;
      setTyped(null);
      setFaults([]);
    },
  };
}
