/** What every page needs. The brush, uploads and live progress are loaded by the pages that use them. */
import "./theme.js";
import "./menu.js";
import "./dialog.js";
import "./toast.js";
import "./shortcuts.js";
import "./compare.js";
