/**
 * Documents, manifests, alerts and recipes, held against the program.
 */
package io.zoomhosts.docs;
