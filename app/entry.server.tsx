import { PassThrough } from 'node:stream';
import {
  type ActionFunctionArgs,
  type AppLoadContext,
  createReadableStreamFromReadable,
  type EntryContext,
  type LoaderFunctionArgs,
} from '@remix-run/node';
import { RemixServer } from '@remix-run/react';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';

/** What a loader defers (lists read from Brevo) may take this long. */
const STREAM_TIMEOUT_MS = 15_000;

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  context: AppLoadContext,
): Promise<Response> {
  // Which pages may frame ours: Shopify's package names the shop; without a shop only the admin is left.
  context.shopify.addDocumentResponseHeaders(request, headers);
  if (!headers.has('Content-Security-Policy')) {
    headers.set('Content-Security-Policy', 'frame-ancestors https://admin.shopify.com;');
  }
  headers.set('Content-Type', 'text/html; charset=utf-8');
  // A document carries one shop's data.
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-store');
  const ready = isbot(request.headers.get('user-agent')) ? 'onAllReady' : 'onShellReady';
  return new Promise((resolve, reject) => {
    let responseStatus = status;
    const { pipe, abort } = renderToPipeableStream(
      <RemixServer context={remixContext} url={request.url} abortDelay={STREAM_TIMEOUT_MS} />,
      {
        [ready]: () => {
          const body = new PassThrough();
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status: responseStatus }));
          pipe(body);
        },
        onShellError: reject,
        onError(err) {
          responseStatus = 500;
          context.log.error({ err }, 'A page could not be rendered');
        },
      },
    );
    setTimeout(abort, STREAM_TIMEOUT_MS + 1000).unref();
  });
}

export function handleError(
  err: unknown,
  { request, context }: LoaderFunctionArgs | ActionFunctionArgs,
): void {
  if (request.signal.aborted) return;
  context.log.error({ err, path: new URL(request.url).pathname }, 'A page or call failed');
}
