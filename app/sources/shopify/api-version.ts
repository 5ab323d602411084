/** The one place that names the Admin API version (shopify.app.toml repeats it for the webhooks). */
export const SHOPIFY_API_VERSION = '2026-10';
