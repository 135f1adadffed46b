import * as z from "zod";

// zod tries whether it may compile its schemas, which the policy of the page forbids and reports. This has to run before
// the first schema is made: main.tsx imports it first, and what needs schemas imports it too, so that it is bundled with them.
z.config({ jitless: true });
