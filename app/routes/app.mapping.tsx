import { defer, type HeadersFunction, type LinksFunction, type LoaderFunctionArgs } from '@remix-run/node';
import { type ShouldRevalidateFunctionArgs, useLoaderData } from '@remix-run/react';
import { boundary } from '@shopify/shopify-app-remix/server';
import styles from '../components/mapping/mapping.css?url';
import { MappingScreen } from '../components/mapping/mapping-screen.tsx';
import { readSurroundings, type Surroundings } from '../components/mapping/surroundings.ts';
import { ScreenError } from '../components/screen-error.tsx';
import type { MappingScreen as Screen } from '../mapping-service.ts';
import { requireShop } from '../require-shop.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: styles }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  // With the page itself both vendors are asked while it is sent; a later reading is of what is stored here alone.
  const around = isPage(request) ? readSurroundings(context.services, shop) : null;
  // Awaited further down: a refusal in the meantime is not nobody's.
  around?.catch(() => {});
  return defer({ screen: await context.services.mapping.screen(shop), around });
}

function isPage(request: Request): boolean {
  return request.headers.get('accept')?.includes('text/html') === true;
}

/** Another view of the same screen has the same data. */
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) {
  const sameScreen = currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search;
  return sameScreen ? false : defaultShouldRevalidate;
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** Field mapping: which field of the store goes to which attribute in Brevo, with real values all the way. */
export default function Mapping() {
  const { screen, around } = useLoaderData<typeof loader>();
  return <MappingScreen screen={screen as Screen} streamed={around as PromiseLike<Surroundings> | null} />;
}
