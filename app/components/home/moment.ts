import type { WindowName } from '../../monitor/trend.ts';

/** A moment of a chart, as short as its window allows: "14:32" in an hour, "Tue 14:00" in a week, "24 Nov" in a month. */
export function momentText(at: string, window: WindowName, locale: string): string {
  const form: Intl.DateTimeFormatOptions =
    window === '30d'
      ? { day: 'numeric', month: 'short' }
      : window === '7d'
        ? { weekday: 'short', hour: 'numeric', minute: '2-digit' }
        : { hour: 'numeric', minute: '2-digit' };
  return new Intl.DateTimeFormat(locale, form).format(new Date(at));
}
