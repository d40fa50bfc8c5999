/** Plans which windows to collect when. Does not depend on Kafka, and on Camel only for annotations. */
package io.zoomhosts.plan;
