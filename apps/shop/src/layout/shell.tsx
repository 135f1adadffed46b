import { Outlet, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { Header } from "./header.tsx";
import { Navigation } from "./navigation.tsx";
import { OfflineNotice } from "./offline-notice.tsx";
import { SandboxBar } from "./sandbox-bar.tsx";
import classes from "./shell.module.css";

/** What stands around every page. */
export function Shell() {
  useFocusOnNavigation();
  return (
    <>
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      <SandboxBar />
      <Header />
      <OfflineNotice />
      <main id="content" className={classes.content} tabIndex={-1}>
        <Outlet />
      </main>
      <div className={classes.phone}>
        <Navigation label="Main, at the bottom" />
      </div>
    </>
  );
}

/** Moves the focus to the heading of a page that was opened, so that a screen reader reads it, as browsers do by themselves. */
function useFocusOnNavigation() {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe("onRendered", ({ pathChanged, fromLocation }) => {
        if (pathChanged && fromLocation) document.querySelector("h1")?.focus({ preventScroll: true });
      }),
    [router],
  );
}
