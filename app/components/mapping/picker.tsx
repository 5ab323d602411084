import { BlockStack, Combobox, InlineStack, Listbox, Text } from '@shopify/polaris';
import { type ReactNode, startTransition, useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface PickerOption {
  value: string;
  label: string;
  /** A second line that tells options apart. */
  detail?: string;
  /** Options that stand together under a heading. */
  section?: string;
}

interface PickerProps {
  label: string;
  /** The value chosen; empty: none. */
  value: string;
  options: PickerOption[];
  onChange(value: string): void;
  /** What may be chosen besides the options, made of what was typed. */
  extra?: (typed: string) => PickerOption | null;
  placeholder: string;
  error?: string | undefined;
  help?: ReactNode;
  disabled?: boolean;
  autoFocus?: boolean;
  /** Asks elsewhere for options instead of narrowing down those that are there. */
  onSearch?: (typed: string) => void;
  loading?: boolean;
  none: string;
}

/** As many as a person scrolls through; the rest is found by typing. */
const MOST_SHOWN = 80;

/** A field that is filled by choosing from a list, which typing narrows down. */
export function Picker(props: PickerProps) {
  const { label, value, options, onChange, extra, onSearch } = props;
  // The list is drawn after the field has shown that it has the keyboard: drawing both at once is felt.
  const [drawn, setDrawn] = useState(false);
  const chosen = options.find((option) => option.value === value)?.label ?? value;
  const [typed, setTyped] = useState<string | null>(null);
  const words = (typed ?? '').trim().toLowerCase();
  const found =
    words === '' || onSearch
      ? options
      : options.filter((option) =>
          [option.label, option.value, option.detail ?? ''].join(' ').toLowerCase().includes(words),
        );
  const made = typed === null ? null : (extra?.(typed.trim()) ?? null);
  const type = (text: string) => {
    setTyped(text);
    onSearch?.(text);
  };
  return (
    <Combobox
      onClose={() => {
        setTyped(null);
        setDrawn(false);
      }}
      activator={
        <Combobox.TextField
          label={label}
          value={typed ?? chosen}
          onChange={type}
          onFocus={() => {
            setTyped('');
            startTransition(() => setDrawn(true));
          }}
          autoComplete="off"
          placeholder={(typed === null ? '' : chosen) || props.placeholder}
          disabled={props.disabled ?? false}
          autoFocus={props.autoFocus ?? false}
          helpText={props.help}
          {...(props.error ? { error: props.error } : {})}
        />
      }
    >
      <Choices
        found={drawn ? found.slice(0, MOST_SHOWN) : []}
        made={made}
        value={value}
        label={label}
        loading={(props.loading ?? false) || !drawn}
        none={props.none}
        onSelect={(next) => {
          setTyped(null);
          onChange(next);
        }}
      />
    </Combobox>
  );
}

interface ChoicesProps {
  found: PickerOption[];
  made: PickerOption | null;
  value: string;
  label: string;
  loading: boolean;
  none: string;
  onSelect(value: string): void;
}

function Choices({ found, made, value, label, loading, none, onSelect }: ChoicesProps) {
  const { t } = useTranslation();
  const sections = [...new Set(found.map(({ section }) => section))];
  const one = (option: PickerOption) => (
    <Listbox.Option key={option.value} value={option.value} selected={option.value === value}>
      <Listbox.TextOption selected={option.value === value}>
        {option.detail ? <TwoLines {...option} /> : option.label}
      </Listbox.TextOption>
    </Listbox.Option>
  );
  if (loading && found.length === 0) {
    return (
      <Listbox accessibilityLabel={label}>
        <Listbox.Loading accessibilityLabel={t('loading')} />
      </Listbox>
    );
  }
  return (
    <Listbox accessibilityLabel={label} onSelect={onSelect}>
      {sections.map((section) => {
        const own = found.filter((option) => option.section === section).map(one);
        if (section === undefined) return own;
        return (
          <Listbox.Section key={section} divider={false} title={<Listbox.Header>{section}</Listbox.Header>}>
            {own}
          </Listbox.Section>
        );
      })}
      {made ? one(made) : null}
      {found.length === 0 && !made ? (
        <Listbox.Option value="" disabled>
          <Listbox.TextOption disabled>{none}</Listbox.TextOption>
        </Listbox.Option>
      ) : null}
    </Listbox>
  );
}

function TwoLines({ label, detail }: PickerOption) {
  return (
    <InlineStack gap="200" wrap={false}>
      <BlockStack>
        <Text as="span" breakWord>
          {label}
        </Text>
        <Text as="span" tone="subdued" variant="bodySm" breakWord>
          {detail}
        </Text>
      </BlockStack>
    </InlineStack>
  );
}
