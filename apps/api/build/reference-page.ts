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
const till = location.pathname.replace(/\\/docs$/, "");
const requests = { url: till + "/v1/openapi.json", servers: [{ url: location.origin + till }] };
createApiReference("#reference", { ...${JSON.stringify(configuration)}, ...requests });
`;

/** The reference page. */
export const referencePage = (script: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Till API</title>
    <link rel="icon" href="/favicon.svg" />
  </head>
  <body>
    <div id="reference"></div>
    <noscript>This page needs JavaScript. The document that it shows is at <a href="/v1/openapi.json">/v1/openapi.json</a>.</noscript>
    <script type="module" src="${script}"></script>
  </body>
</html>
`;
