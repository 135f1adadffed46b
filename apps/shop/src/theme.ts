import { type CSSVariablesResolver, type MantineColorsTuple, createTheme, darken } from "@mantine/core";

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
  colors: { pine },
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
