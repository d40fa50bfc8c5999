/** Helpers of the tests: a service between sandbox Zoom and broker, the built distribution, readers of topics, servers. */
package io.zoomhosts.support;
