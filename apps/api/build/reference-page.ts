/** How Scalar shows the document (https://scalar.com). What would talk to its servers is off. */
const configuration = {
  title: "Till API",
  theme: "default",
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  hideClientButton: true,
  showOperationId: true,
  // A token is gone with the page: it opens somebody's orders.
  persistAuth: false,
  authentication: { preferredSecurityScheme: "bearerAuth" },
  defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
  favicon: "/favicon.svg",
};

/** The script of the page, which starts Scalar's own. Requests go to the till that the page belongs to. */
export const referenceScript = (scalar: string) => `import { createApiReference } from "${scalar}";
const till = location.pathname.replace(/\\/docs\\/api$/, "");
const requests = { url: till + "/v1/openapi.json", servers: [{ url: location.origin + till }] };
createApiReference("#reference", { ...${JSON.stringify(configuration)}, ...requests });
`;

/** The reference page. */
export const referencePage = (script: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>API reference · Till</title>
    <meta name="description" content="Every REST route of Till, with a form to try each one." />
    <link rel="icon" href="/favicon.svg" />
    <style>
      :root { --scalar-custom-header-height: 44px; }
      .docs { position: sticky; top: 0; z-index: 1000; display: flex; align-items: center; height: 44px; padding: 0 20px;
        box-sizing: border-box; border-bottom: 1px solid #8883; background: Canvas; color-scheme: light dark;
        font: 600 14px/1 system-ui, sans-serif; }
      .docs a { color: CanvasText; }
    </style>
  </head>
  <body>
    <nav class="docs" aria-label="Documentation"><a href="/docs">Till documentation</a></nav>
    <div id="reference"></div>
    <noscript>
      <p>This page needs JavaScript, because it sends requests. <a href="/docs/reference/procedures">The table of the procedures</a> does not, and
      <a href="/v1/openapi.json">/v1/openapi.json</a> is the document that this page shows.</p>
    </noscript>
    <script type="module" src="${script}"></script>
  </body>
</html>
`;
