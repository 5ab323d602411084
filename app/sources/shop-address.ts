import { z } from 'zod';
import { refuseAddress } from '../public-internet/address.ts';

/** The address of another shop as a merchant enters it: https only, never inside a private network, without its end. */
export const shopAddress = z
  .string()
  .trim()
  .max(2_000)
  .transform((text) => (/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`))
  .superRefine((text, context) => {
    const reason = refuseAddress(text) ?? (text.startsWith('https://') ? null : 'Must start with https://');
    if (reason !== null) context.addIssue({ code: 'custom', message: reason });
  })
  .transform((text) => {
    const url = URL.parse(text);
    return url ? `${url.origin}${url.pathname.replace(/\/+$/, '')}` : text;
  });
