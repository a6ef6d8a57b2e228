// A device opened for a class: whoever sat here before leaves nothing for the next one.

import { leaveNothing } from "../lib/offline.js";

leaveNothing();
