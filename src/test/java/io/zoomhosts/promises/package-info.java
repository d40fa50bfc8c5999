/**
 * What README and the settings promise, each shown on a real broker. README's table "What you can rely on" says which test shows what.
 */
package io.zoomhosts.promises;
