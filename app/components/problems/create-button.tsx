import { Button } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

interface CreateButtonProps {
  /** Attributes that the mapping names and Brevo lacks. */
  missing: string[];
  busy: boolean;
  onSend(fields: Record<string, string>): void;
}

/** Makes the missing attributes with the right types, and syncs again whoever went without; nothing where none is missing. */
export function CreateButton({ missing, busy, onSend }: CreateButtonProps) {
  const { t } = useTranslation();
  if (missing.length === 0) return null;
  return (
    <Button variant="primary" loading={busy} onClick={() => onSend({ fix: 'create_attributes' })}>
      {t('problems.create', { count: missing.length, names: missing.join(', ') })}
    </Button>
  );
}
