/**
 * The oracle of the licence answer: topics in which each host has a scenario and a known right verdict. It knows the
 * product's topics and its answer, and shares no code with it.
 */
package io.zoomhosts.licences.oracle;
