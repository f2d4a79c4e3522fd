/** Work in the background on threads of the application's own, which end with it. What is done there is elsewhere. */
@NullMarked
package io.turnpike.gateway.task;

import org.jspecify.annotations.NullMarked;
