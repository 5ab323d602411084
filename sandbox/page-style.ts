/** The look of the sandbox's own pages: of what stands beside the app, not of the app. */
export const PAGE_STYLE = `
:root{color-scheme:light;font:15px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI",Inter,system-ui,sans-serif}
body{margin:0;background:#f1f1f1;color:#303030}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.5rem;margin:0 0 .25rem}
.card{background:#fff;border-radius:12px;padding:1.25rem;margin:0 0 1rem;box-shadow:0 1px 2px rgb(0 0 0/.12)}
form{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end}
label{display:grid;gap:.25rem;flex:1 1 14rem}
input,select,button{font:inherit;padding:.4rem .6rem;border:1px solid #8a8a8a;border-radius:8px;background:#fff;color:inherit}
button{font-weight:600;background:#303030;color:#fff;border-color:#303030;cursor:pointer}
:focus-visible{outline:2px solid #005bd3;outline-offset:2px}
code,pre{font:13px ui-monospace,Menlo,monospace;background:#f1f1f1;border-radius:6px}
code{padding:.2rem .4rem;overflow-wrap:anywhere}`;

/** A text as it may stand in a page. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
