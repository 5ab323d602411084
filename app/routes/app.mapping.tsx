import {
  type ActionFunctionArgs,
  defer,
  type HeadersFunction,
  type LinksFunction,
  type LoaderFunctionArgs,
} from '@remix-run/node';
import { type ShouldRevalidateFunctionArgs, useLoaderData } from '@remix-run/react';
import { boundary } from '@shopify/shopify-app-remix/server';
import { changeMapping, type MappingEnding } from '../components/mapping/change.ts';
import styles from '../components/mapping/mapping.css?url';
import { MappingScreen } from '../components/mapping/mapping-screen.tsx';
import type { Surroundings } from '../components/mapping/use-surroundings.ts';
import { ScreenError } from '../components/screen-error.tsx';
import type { MappingScreen as Screen } from '../mapping-service.ts';
import { requireShop, requireStaff } from '../require-shop.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: styles }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const { mapping, connection } = context.services;
  const screen = await mapping.screen(shop);
  return defer({
    screen,
    // Both vendors are asked while the screen is already shown.
    surroundings: Promise.all([
      connection.attributes(shop),
      connection.lists(shop),
      mapping.storeFields(shop),
      mapping.customers(shop, ''),
    ]).then(([attributes, lists, store, recent]): Surroundings => ({ attributes, lists, store, recent })),
  });
}

export async function action({ request, context }: ActionFunctionArgs): Promise<MappingEnding> {
  const { shop, actor } = await requireStaff(context, request);
  return changeMapping(context.services, shop, actor, await request.json());
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
  const { screen, surroundings } = useLoaderData<typeof loader>();
  return <MappingScreen screen={screen as Screen} surroundings={surroundings as Promise<Surroundings>} />;
}
