/**
 * A sandbox Zoom: the token endpoint and the host report over HTTP, for tests, the README's demo and docker-compose.
 * What it says and refuses follows {@code src/test/resources/zoom/openapi.yaml}, against which its answers are
 * validated, and what is known of Zoom beyond that contract. {@link io.zoomhosts.sandbox.SandboxZoom} starts it,
 * {@link io.zoomhosts.sandbox.Fault} makes it misbehave; the JDK and Jackson are all it needs.
 */
package io.zoomhosts.sandbox;
