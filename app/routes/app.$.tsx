import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { boundary } from '@shopify/shopify-app-remix/server';
import { ScreenError } from '../components/screen-error.tsx';
import { requireShop } from '../require-shop.ts';

/** An unknown address below /app: said inside the app, with the way home. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireShop(context, request);
  throw new Response(null, { status: 404 });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function Unknown() {
  return null;
}

export { ScreenError as ErrorBoundary };
