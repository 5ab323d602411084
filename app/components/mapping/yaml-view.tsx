import { useAppBridge } from '@shopify/app-bridge-react';
import { BlockStack, Box, Button, InlineStack, SkeletonBodyText, Text } from '@shopify/polaris';
import { type ChangeEvent, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlacedFault } from './judge-yaml.ts';
import { saidText } from './said.ts';
import type { YamlEdit } from './use-yaml.ts';

const FILE_NAME = 'customer-sync.yaml';
/** The judge's own limit (settings/yaml.ts) is below it: a larger file is not even read. */
const MOST_BYTES = 256 * 1024;

/** The whole configuration as YAML: to be edited, brought in from a file, and taken away as one. */
export function YamlView({ yaml }: { yaml: YamlEdit }) {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  const file = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const { text, faults } = yaml;

  const bring = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    // The same file may be chosen again after it was mended.
    event.target.value = '';
    if (!chosen) return;
    if (chosen.size > MOST_BYTES) shopify.toast.show(t('mapping.yaml_too_large'), { isError: true });
    else yaml.change(await chosen.text());
  };
  const goTo = ({ line, column }: PlacedFault) => {
    const target = area.current;
    if (!target || text === undefined) return;
    const start =
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length +
      (line > 1 ? 1 : 0) +
      column -
      1;
    target.focus();
    target.setSelectionRange(start, start);
  };
  return (
    <Box padding="400">
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd" id="mapping-yaml-title">
            {t('mapping.yaml_title')}
          </Text>
          <Text as="p" tone="subdued" id="mapping-yaml-text">
            {t('mapping.yaml_text')}
          </Text>
        </BlockStack>
        <InlineStack gap="200">
          <Button onClick={() => file.current?.click()}>{t('mapping.yaml_import')}</Button>
          <Button onClick={() => download(text ?? '')} disabled={text === undefined || faults.length > 0}>
            {t('mapping.yaml_export')}
          </Button>
          <input
            ref={file}
            type="file"
            accept=".yaml,.yml,application/yaml,text/yaml"
            aria-label={t('mapping.yaml_file')}
            onChange={bring}
            hidden
          />
        </InlineStack>
        <div role="status">
          {faults.length > 0 ? (
            <BlockStack gap="100">
              <Text as="p" tone="critical" fontWeight="semibold">
                {t('mapping.yaml_faults', { count: faults.length })}
              </Text>
              <ul className="yaml-faults">
                {faults.map((fault) => (
                  <li key={`${fault.line}:${fault.column}:${fault.path}:${fault.message}`}>
                    <Button variant="plain" textAlign="left" onClick={() => goTo(fault)}>
                      {t('mapping.yaml_place', { line: fault.line, column: fault.column })}
                    </Button>{' '}
                    <Text as="span" breakWord>
                      {[lastOf(fault.path), saidText(fault.message, t)].filter(Boolean).join(': ')}
                    </Text>
                  </li>
                ))}
              </ul>
            </BlockStack>
          ) : null}
        </div>
        {text === undefined ? (
          <div role="status" aria-label={t('loading')}>
            <SkeletonBodyText lines={12} />
          </div>
        ) : (
          <Editor area={area} text={text} faults={faults} onChange={yaml.change} />
        )}
      </BlockStack>
    </Box>
  );
}

interface EditorProps {
  area: React.RefObject<HTMLTextAreaElement>;
  text: string;
  faults: PlacedFault[];
  onChange(text: string): void;
}

/** As high as its text, so that the numbers beside it never lose their lines. */
function Editor({ area, text, faults, onChange }: EditorProps) {
  const id = useId();
  const lines = text.split('\n').length;
  const faulty = new Set(faults.map(({ line }) => line));
  return (
    <div className="yaml-editor">
      <pre className="yaml-lines" aria-hidden="true">
        {Array.from({ length: lines }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line number is its own key
          <span key={i} className={faulty.has(i + 1) ? 'yaml-line-faulty' : undefined}>
            {i + 1}
          </span>
        ))}
      </pre>
      <textarea
        ref={area}
        id={id}
        value={text}
        rows={lines}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        aria-labelledby="mapping-yaml-title"
        aria-describedby="mapping-yaml-text"
        aria-invalid={faults.length > 0}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

/** The place in the document is known: of the path its end is enough. */
function lastOf(path: string): string {
  return path.replace(/^skills\.customer-sync\./, '');
}

function download(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = FILE_NAME;
  link.click();
  URL.revokeObjectURL(address);
}
