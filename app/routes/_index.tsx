import { type LoaderFunctionArgs, redirect } from '@remix-run/node';

/** The root sends a shop to the app with all its parameters (design section 7). */
export function loader({ request }: LoaderFunctionArgs) {
  return redirect(`/app${new URL(request.url).search}`);
}
