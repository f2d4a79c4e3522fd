package io.turnpike.gateway.plugin.ratelimiter;

/**
 * What a rule says.
 *
 * @param group which counters it is about; rules that differ in the threshold only have the same ones
 * @param threshold the most requests that are taken in a minute; 0: none
 */
record Limit(String group, int threshold) {}
