import "./no-eval.ts";
import "@fontsource-variable/figtree/wght.css";
import "./first.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { CatchBoundary, RouterProvider } from "@tanstack/react-router";
import { StrictMode, Suspense, lazy } from "react";
import { createRoot } from "react-dom/client";
import { MissingPart, loadWhole } from "./layout/load-part.ts";
import { PartMissing } from "./layout/part-missing.tsx";
import { router } from "./router.tsx";
import { takeHandedToken } from "./session/handed-token.ts";
import { cssVariables, theme } from "./theme.ts";
import { queryClient } from "./till.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no element with the id `root`.");

void takeHandedToken();

/** Loaded after the first paint. */
const Notices = lazy(async () => {
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  await loadWhole(() => import("./all-styles.ts"));
  return { default: (await loadWhole(() => import("./layout/notices.tsx"))).Notices };
});

// A missing part is not a fault: its page says so. Every other caught error is reported as one.
const onCaughtError = (error: unknown) => {
  if (!(error instanceof MissingPart)) reportError(error);
};

createRoot(root, { onCaughtError }).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <CatchBoundary getResetKey={() => "notices"} errorComponent={PartMissing}>
        <Suspense>
          <Notices />
        </Suspense>
      </CatchBoundary>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
