// Runs before the first paint, so that a dark page does not flash in light. It is a separate file because the page's
// policy allows no inline script. Mantine stores the choice under this name.
const chosen = localStorage.getItem("mantine-color-scheme-value");
const isDark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.dataset.mantineColorScheme = isDark ? "dark" : "light";
