/** Runnable example servers. Everything here is written to be read and copied; nothing of the product depends on it. */
@NullMarked
package io.turnpike.examples;

import org.jspecify.annotations.NullMarked;
