/**
 * What is measured, and with what. Every benchmark has a test that its one invocation gives the right result; nothing is
 * measured by the build.
 *
 * <p>No product code here: what a benchmark shows to be better goes into the jar that it measures.
 */
@NullMarked
package io.turnpike.benchmarks;

import org.jspecify.annotations.NullMarked;
