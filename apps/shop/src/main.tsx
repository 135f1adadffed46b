import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./shop.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { router } from "./router.tsx";
import { takeHandedToken } from "./session/handed-token.ts";
import { cssVariables, theme } from "./theme.ts";
import { queryClient } from "./till.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no element with the id `root`.");

void takeHandedToken();

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="top-center" />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
