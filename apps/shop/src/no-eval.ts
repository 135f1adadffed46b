import * as z from "zod";

// zod tests whether it can compile schemas, which the page's policy forbids and reports. This has to run before the
// first schema is created. So main.tsx imports it first, and modules with schemas import it too, to be bundled with it.
z.config({ jitless: true });
