import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import express, { type Router } from 'express';

/** The files of Swagger UI that the page needs, as they are in the package. */
const FILES: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Customer Sync for Brevo: API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<noscript>This page needs JavaScript; the document itself is at <a href="openapi.json">openapi.json</a>.</noscript>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/page.js"></script>
</body>
</html>
`;

const SCRIPT = `window.ui = SwaggerUIBundle({ url: 'openapi.json', dom_id: '#api', deepLinking: true, tryItOutEnabled: false });
`;

/** Everything comes from here; Swagger UI writes styles of its own into the page. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** `/api/v1/docs`: the OpenAPI document as a page, without a script or a style from elsewhere. */
export function docsPage(): Router {
  const root = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const router = express.Router({ strict: true });
  router.get('/api/v1/docs', (_request, response) => {
    response.set({ 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-cache' }).type('html').send(PAGE);
  });
  router.get('/api/v1/docs/', (_request, response) => response.redirect(301, '/api/v1/docs'));
  router.get('/api/v1/docs/page.js', (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('js').send(SCRIPT);
  });
  router.get('/api/v1/docs/:file', (request, response, next) => {
    const { file } = request.params;
    if (!Object.hasOwn(FILES, file)) return next();
    readFile(path.join(root, file)).then((content) => {
      response
        .set('Cache-Control', 'public, max-age=86400')
        .type(FILES[file] ?? '')
        .send(content);
    }, next);
  });
  return router;
}
