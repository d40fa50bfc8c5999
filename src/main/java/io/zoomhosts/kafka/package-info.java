/** Kafka: records with their keys and headers, producers that heal, topics, and the ledger read from the runs. */
package io.zoomhosts.kafka;
