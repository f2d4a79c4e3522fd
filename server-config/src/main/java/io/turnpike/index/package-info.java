/**
 * What the build runs to pack the WARs: it puts Jandex indexes into them, which WildFly reads instead of every class. In a jar of its own
 * that only the build uses; nothing of it is in the WARs.
 */
@NullMarked
package io.turnpike.index;

import org.jspecify.annotations.NullMarked;
