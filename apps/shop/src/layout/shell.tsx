import { Outlet, useRouter } from "@tanstack/react-router";
import { Suspense, lazy, useEffect } from "react";
import { pageSettings } from "../page-settings.ts";
import { useHandedSession } from "../session/handed-token.ts";
import { useSession } from "../session/session.ts";
import { Announcer } from "./announcer.tsx";
import { Header } from "./header.tsx";
import { loadWhole } from "./load-part.ts";
import { Navigation } from "./navigation.tsx";
import { OfflineNotice } from "./offline-notice.tsx";
import classes from "./shell.module.css";
import { TimeZoneNote } from "./time-zone-note.tsx";

/** A live shop loads nothing of it. */
const SandboxBar = lazy(() => loadWhole(async () => ({ default: (await import("./sandbox-bar.tsx")).SandboxBar })));

const SessionOver = lazy(() =>
  loadWhole(async () => {
    const [page] = await Promise.all([import("../session/session-over.tsx"), import("../all-styles.ts")]);
    return { default: page.SessionOver };
  }),
);

const HandedQuestion = lazy(() =>
  loadWhole(async () => {
    const [page] = await Promise.all([import("../session/handed-question.tsx"), import("../all-styles.ts")]);
    return { default: page.HandedQuestion };
  }),
);

/** The frame of every page. */
export function Shell() {
  useFocusOnNavigation();
  const isOver = useSession((session) => session.isOver);
  const handed = useHandedSession((state) => state.handed);
  return (
    <>
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      {pageSettings.isSandbox ? (
        <Suspense fallback={<div className={classes.bar} />}>
          <SandboxBar />
        </Suspense>
      ) : null}
      <Header />
      <OfflineNotice />
      <main id="content" className={classes.content} tabIndex={-1}>
        <Outlet />
      </main>
      <div className={classes.foot}>
        <TimeZoneNote />
      </div>
      <div className={classes.phone}>
        <Navigation label="Main, at the bottom" />
      </div>
      <Announcer />
      {isOver ? (
        <Suspense>
          <SessionOver />
        </Suspense>
      ) : null}
      {handed === null ? null : (
        <Suspense>
          <HandedQuestion user={handed.user} />
        </Suspense>
      )}
    </>
  );
}

/** Moves the focus to the heading of a newly opened page, so that a screen reader reads it. */
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
