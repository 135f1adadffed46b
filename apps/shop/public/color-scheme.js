// Before the first paint, so that a dark page does not flash in light. A file of its own, since the policy of the page
// allows no inline script. Mantine keeps the choice under this name.
const chosen = localStorage.getItem("mantine-color-scheme-value");
const isDark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.dataset.mantineColorScheme = isDark ? "dark" : "light";
