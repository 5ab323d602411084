import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { boundary } from '@shopify/shopify-app-remix/server';
import { ScreenError } from '../components/screen-error.tsx';

/** Shopify's package answers everything under /auth: the page that fetches a session token, and the way out of the frame. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await context.shopify.authenticate.admin(request);
  return null;
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function Auth() {
  return null;
}

export { ScreenError as ErrorBoundary };
