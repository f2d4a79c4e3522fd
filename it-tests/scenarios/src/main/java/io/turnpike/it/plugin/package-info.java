/**
 * Plugins that tests put into jars of their own and give to a gateway. They are compiled here for want of a compiler at run time, and loaded by
 * the gateway only: the tests have no gateway on their class path. No test belongs here.
 */
@NullMarked
package io.turnpike.it.plugin;

import org.jspecify.annotations.NullMarked;
