/** What the product is measured against, and how: {@link io.zoomhosts.bench.Benchmark}. */
package io.zoomhosts.bench;
