/** A section of the site: what it is called, and its pages in the order in which one reads them. */
export interface Section {
  readonly text: string;
  readonly pages: readonly (readonly [page: string, text: string])[];
}

/** The table of contents. The sidebar, `llms.txt` and the test that no page is forgotten read it. */
export const contents: readonly Section[] = [
  {
    text: "Begin",
    pages: [
      ["index.md", "Documentation"],
      ["start.md", "Start"],
      ["learn.md", "Learn"],
      ["architecture.md", "Architecture"],
    ],
  },
  {
    text: "Test with Till",
    pages: [
      ["testing.md", "Test with Till"],
      ["scenarios.md", "Scenarios"],
      ["packages/testing.md", "The test kit"],
      ["packages/cli.md", "The command line"],
      ["packages/client.md", "The typed client"],
    ],
  },
  {
    text: "Build on Till",
    pages: [
      ["rest.md", "REST"],
      ["agents.md", "Agents"],
      ["webhooks.md", "Webhooks"],
      ["gateways.md", "Gateways"],
      ["messages.md", "Messages"],
    ],
  },
  {
    text: "Run a shop",
    pages: [
      ["run-a-shop.md", "Run a shop"],
      ["shop.md", "The shop"],
      ["deploy.md", "Deploy"],
      ["operate.md", "Operate"],
      ["security.md", "Security"],
    ],
  },
  {
    text: "Reference",
    pages: [
      ["reference/index.md", "All tables"],
      ["reference/procedures.md", "Procedures"],
      ["reference/transitions.md", "Statuses and transitions"],
      ["problems.md", "Refusals"],
      ["reference/payment-sources.md", "Payment sources"],
      ["reference/events.md", "Events"],
      ["reference/settings.md", "Settings"],
      ["reference/limits.md", "Limits"],
      ["reference/commands.md", "Commands"],
    ],
  },
  {
    text: "Why trust it",
    pages: [
      ["proof.md", "Proof"],
      ["performance.md", "Performance"],
      ["comparison.md", "Comparison"],
      ["contributing.md", "Contributing"],
      ["changelog.md", "Changelog"],
    ],
  },
];
