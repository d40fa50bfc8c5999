/** Kafka: the window's transaction, records with their keys and headers, topics, and the ledger read from the runs. */
package io.zoomhosts.kafka;
