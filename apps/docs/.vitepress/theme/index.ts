import Theme from "vitepress/theme-without-fonts";
import "@fontsource-variable/figtree/index.css";
// After the theme, whose colours it replaces.
import "./till.css";

/** VitePress's own theme, in Till's colours and type. */
export default Theme;
