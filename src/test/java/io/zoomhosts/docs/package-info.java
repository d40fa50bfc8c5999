/**
 * Tests that compare documents, manifests, alerts and recipes with the program.
 */
package io.zoomhosts.docs;
