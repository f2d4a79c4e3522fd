/** The scenarios on WildFly. Only how to start the server belongs in here. */
@NullMarked
package io.turnpike.it.wildfly;

import org.jspecify.annotations.NullMarked;
