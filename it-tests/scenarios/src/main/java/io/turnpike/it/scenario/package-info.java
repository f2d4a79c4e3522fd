/**
 * What a gateway must do, as JUnit 5 tests on interfaces and abstract classes: the module of a server says how to start it and
 * inherits the rest. Nothing in here depends on the server.
 */
@NullMarked
package io.turnpike.it.scenario;

import org.jspecify.annotations.NullMarked;
