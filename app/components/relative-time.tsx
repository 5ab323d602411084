import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { relativeTime } from './format.ts';

interface RelativeTimeProps {
  at: string;
  /** The time of the reading it belongs to. */
  now: string;
  /** It is a time to come. */
  ahead?: boolean;
}

/** "2 minutes ago"; the exact time, in the reader's own time zone, stands in the tooltip. */
export function RelativeTime({ at, now, ahead = false }: RelativeTimeProps) {
  const { i18n } = useTranslation();
  const [exact, setExact] = useState<string>();
  // Only in the browser: the server does not know the reader's time zone.
  useEffect(() => {
    setExact(new Date(at).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' }));
  }, [at, i18n.language]);
  return (
    <time dateTime={at} title={exact}>
      {relativeTime(at, now, i18n.language, ahead)}
    </time>
  );
}
