/**
 * The licence answer: who holds a licence and hosted nothing, for months that can be believed. Reads the topics of the report
 * hosts, stores whole windows in a database, and answers from it. Needs Kafka, but no Zoom app.
 */
package io.zoomhosts.licences;
