/**
 * The far ends of the end-to-end comparison that {@code benchmarks/run} makes: the servers behind every gateway, and the programs
 * that call. Both do next to nothing for a call, so that what is measured is between them. Nothing here knows a gateway.
 */
@NullMarked
package io.turnpike.benchmarks.load;

import org.jspecify.annotations.NullMarked;
