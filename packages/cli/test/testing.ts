export { eventually } from "./eventually.ts";
export { scratchDir } from "./scratch.ts";
export { freePort } from "./free-port.ts";
