/** Which windows are collected when. Without Kafka, and but for annotations without Camel. */
package io.zoomhosts.plan;
