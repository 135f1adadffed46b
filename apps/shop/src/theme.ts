import { type CSSVariablesResolver, type MantineColorsTuple, createTheme } from "@mantine/core";

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
  primaryShade: { light: 8, dark: 4 },
  autoContrast: true,
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', 'Noto Sans', sans-serif",
  headings: { fontWeight: "700", textWrap: "balance" },
});

/** Mantine's softer texts have too little contrast for WCAG 2.2 AA (1.4.3) on our grounds. */
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": colors.gray[7],
    "--mantine-color-placeholder": colors.gray[7],
    "--mantine-color-error": colors.red[9],
  },
  dark: {
    "--mantine-color-dimmed": colors.dark[1],
    "--mantine-color-placeholder": colors.dark[2],
    "--mantine-color-error": colors.red[4],
  },
});
