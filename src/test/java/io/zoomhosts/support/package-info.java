/**
 * What the tests share: a service between a sandbox Zoom and a broker, the built distribution, readers of topics, servers.
 */
package io.zoomhosts.support;
