/**
 * What a report is, which windows it has, and what one page of it says. Reports are declared in {@code routes/reports}:
 * nothing here knows one of them. Without Camel and without Kafka.
 */
package io.zoomhosts.report;
