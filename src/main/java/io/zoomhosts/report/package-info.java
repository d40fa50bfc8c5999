/**
 * Reports, their windows and their pages. Reports are declared in {@code routes/reports}; this package contains nothing
 * about a particular report. It does not depend on Camel or Kafka.
 */
package io.zoomhosts.report;
