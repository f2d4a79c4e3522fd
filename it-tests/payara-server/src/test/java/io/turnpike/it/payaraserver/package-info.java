/** The scenarios on Payara Server. Only how to start the server and to deploy on it belongs in here. */
@NullMarked
package io.turnpike.it.payaraserver;

import org.jspecify.annotations.NullMarked;
