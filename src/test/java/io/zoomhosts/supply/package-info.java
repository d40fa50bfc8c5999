/**
 * What the distribution is made of: its bill of materials, the vulnerabilities of its libraries, and the provenance of the archive.
 * See {@code docs/supply-chain.md}.
 */
package io.zoomhosts.supply;
