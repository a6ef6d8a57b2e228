// On every page of a pupil: whoever signs out leaves nothing on this device.

import { leaveWith } from "../lib/offline.js";

leaveWith(document.querySelectorAll("form[data-leave]"));
