import { type CSSVariablesResolver, type MantineColorsTuple, createTheme, darken, lighten } from "@mantine/core";
import { pageSettings } from "./page-settings.ts";

/** How far each shade is from the accent: mixed with white, or in the end with black. */
const whites = [0.94, 0.88, 0.8, 0.72, 0.64, 0.55, 0.4, 0.2] as const;
const black = 0.2;

/** The shades of a shop's accent, with the accent where `pine` has its own. They are light enough to read in the dark. */
const shadesOf = (accent: string): MantineColorsTuple =>
  [...whites.map((share) => lighten(accent, share)), accent, darken(accent, black)] as unknown as MantineColorsTuple;

const pine: MantineColorsTuple = [
  "#ecf8f3",
  "#d9eee5",
  "#b0dcca",
  "#84c9ad",
  "#5fb995",
  "#48af86",
  "#3aaa7d",
  "#2a8f68",
  "#17694c",
  "#0a4f37",
];

export const theme = createTheme({
  primaryColor: "pine",
  colors: { pine: pageSettings.color === null ? pine : shadesOf(pageSettings.color) },
  primaryShade: 8,
  autoContrast: true,
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: "'Figtree Variable', system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', 'Noto Sans', sans-serif",
  components: {
    Modal: { defaultProps: { closeButtonProps: { "aria-label": "Close" }, styles: { title: { fontWeight: 700 } } } },
  },
  headings: { fontWeight: "700", textWrap: "balance" },
});

/** How much darker than the darkest shade a text has to be on the lightest background of its colour. */
const inkDepth = 0.42;

/** Mantine's softer text colours have too little contrast for WCAG 2.2 AA (1.4.3) on our backgrounds. */
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": colors.gray[7],
    "--mantine-color-placeholder": colors.gray[7],
    "--mantine-color-error": colors.red[9],
    ...Object.fromEntries(
      Object.entries(colors)
        .filter(([name]) => name !== "pine")
        .map(([name, shades]) => [`--mantine-color-${name}-light-color`, darken(shades[9], inkDepth)]),
    ),
  },
  dark: {
    "--mantine-color-dimmed": colors.dark[1],
    "--mantine-color-placeholder": colors.dark[2],
    "--mantine-color-error": colors.red[4],
  },
});
