export { type RunningTill, type TillOptions, runTill } from "./run-till.ts";
