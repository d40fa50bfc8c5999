/**
 * A sandbox Zoom: the token endpoint and the reports over HTTP, for tests, the demo and docker-compose. Its answers
 * follow {@code src/main/resources/zoom/openapi.yaml}, against which tests validate them, and what is known of Zoom beyond
 * that contract. {@link io.zoomhosts.sandbox.SandboxZoom} starts it; {@link io.zoomhosts.sandbox.Fault} injects faults. It
 * needs only the JDK and Jackson.
 */
package io.zoomhosts.sandbox;
