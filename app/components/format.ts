/** Numbers and times as the merchant's language writes them. Pure, so that server and browser write the same. */

/** A month ago and before, a date says more than a distance does. */
const FAR_SECONDS = 30 * 86_400;

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/**
 * "2 minutes ago", "yesterday", "now"; what lies ahead ("in 3 hours") only where it is expected to: a time of the past
 * may seem to by a difference of clocks. Longer ago than a month it is the day, by universal time, so that server and
 * browser write the same.
 */
export function relativeTime(at: string, now: string, locale: string, ahead = false): string {
  const difference = Math.round((Date.parse(at) - Date.parse(now)) / 1000);
  const seconds = ahead ? Math.max(0, difference) : Math.min(0, difference);
  if (Math.abs(seconds) >= FAR_SECONDS)
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(at));
  const [unit, size] = STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? ['second', 1];
  const amount = Math.trunc(seconds / size);
  // Without "-0", which reads "0 seconds ago" instead of "now".
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(amount === 0 ? 0 : amount, unit);
}

/** 0.9876 → "98.8%". Rounded towards what is worse to hear: 99.96 % is not "100%". */
export function percent(rate: number, locale: string): string {
  const rounded = rate > 0.999 && rate < 1 ? 0.999 : rate > 0 && rate < 0.001 ? 0.001 : rate;
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(rounded);
}

/** 840 → "840 ms", 1234 → "1.2 s", 90000 → "1.5 min". */
export function duration(ms: number, locale: string): string {
  const [value, unit] =
    ms < 1000
      ? [Math.round(ms), 'millisecond']
      : ms < 60_000
        ? [ms / 1000, 'second']
        : [ms / 60_000, 'minute'];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: unit as string,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(value as number);
}

export function count(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}
