import { decisionsPage } from "./decisions.ts";
import { eventsPage } from "./events.ts";
import { limitsPage } from "./limits.ts";
import { paymentSourcesPage } from "./payment-sources.ts";
import { problemsPage } from "./problems.ts";
import { proceduresPage } from "./procedures.ts";
import { settingsPage } from "./settings.ts";
import { transitionsPage } from "./transitions.ts";

/** The pages that are drawn from the code, by their paths in the repository. */
export const drawnPages = (): Readonly<Record<string, string>> => ({
  "docs/decisions/README.md": decisionsPage(),
  "docs/problems.md": problemsPage(),
  "docs/reference/procedures.md": proceduresPage(),
  "docs/reference/transitions.md": transitionsPage(),
  "docs/reference/payment-sources.md": paymentSourcesPage(),
  "docs/reference/events.md": eventsPage(),
  "docs/reference/settings.md": settingsPage(),
  "docs/reference/limits.md": limitsPage(),
});
