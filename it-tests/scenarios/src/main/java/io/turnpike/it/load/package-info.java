/** The load check, run by hand: see {@link io.turnpike.it.load.LoadCheck}. No test depends on it. */
@NullMarked
package io.turnpike.it.load;

import org.jspecify.annotations.NullMarked;
