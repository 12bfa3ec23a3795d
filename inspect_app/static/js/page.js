// What makes a server-rendered page better; each page works without it.
import { readAgain } from "./again.js";
import { autosize } from "./autosize.js";
import { confirmDeeds } from "./confirm.js";
import { focusSummary } from "./focus.js";
import { quickHide } from "./hide.js";
import { safeEnter } from "./ime.js";
import { menus } from "./menu.js";
import { sendOnce } from "./once.js";
import { showPasswords } from "./password.js";
import { offerPhrases } from "./phrases.js";
import { pickRows } from "./rows.js";

safeEnter(document);
confirmDeeds(document);
sendOnce(document);
menus(document);
pickRows(document);
autosize(document);
showPasswords(document);
offerPhrases(document);
quickHide(document);
focusSummary(document);
readAgain(document);
