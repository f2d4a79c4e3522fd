/** The scenarios on Payara Micro. Only how to start the server belongs in here. */
@NullMarked
package io.turnpike.it.payara;

import org.jspecify.annotations.NullMarked;
